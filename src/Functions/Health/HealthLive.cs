using Dfm.Functions.Security;

namespace Dfm.Functions.Health;

/// <summary>Liveness, for whoever restarts the process: says nothing of storage or Service Bus.</summary>
public sealed class HealthLive
{
    /// <summary><c>GET health/live</c>: 200, always.</summary>
    [Function(nameof(HealthLive)), Audience(Audience.Anyone)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        Results.Ok(new { Status = "Healthy" });
}
