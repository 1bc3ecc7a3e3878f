using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.TortureApp.Http;

/// <summary><c>GET /api/health</c>.</summary>
public sealed class Health
{
    [Function(nameof(Health))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) => Results.Ok();
}
