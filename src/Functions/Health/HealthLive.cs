using Dfm.Functions.Security;

namespace Dfm.Functions.Health;

/// <summary>Tells who would restart the process that it runs: what it stands on is not its matter.</summary>
public sealed class HealthLive
{
    /// <summary><c>GET health/live</c>: 200, always.</summary>
    [Function(nameof(HealthLive)), Audience(Audience.Anyone)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        Results.Ok(new { Status = "Healthy" });
}
