using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Health;

/// <summary>Tells load balancers, monitors and <c>./portal up</c> whether the portal can serve.</summary>
public sealed class Health(Readiness readiness)
{
    /// <summary><c>GET health</c>: 200 when storage and Service Bus answer, 503 with what does not.</summary>
    [Function(nameof(Health)), Audience(Audience.Anyone)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) =>
        await readiness.Unreachable() is { Count: > 0 } silent ? NotReady(silent).ToHttp() : Results.Ok(new { Status = "Healthy" });

    private static Problem NotReady(IEnumerable<string> silent) => new(
        ProblemKind.Unavailable,
        "not-ready",
        $"Le portail ne peut pas servir pour le moment. Sans réponse : {string.Join(", ", silent)}.",
        RetryAfter: Readiness.KeptFor);
}
