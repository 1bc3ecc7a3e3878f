using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp.Http;

/// <summary><c>POST /api/instances/{id}/events/{name}</c>: raises an event with the body as its payload.</summary>
public sealed class Raise
{
    [Function(nameof(Raise))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "instances/{id}/events/{name}")] HttpRequest request,
        string id,
        string name,
        [DurableClient] DurableTaskClient client)
    {
        var payload = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        await client.UnlessItIsOverAsync(id, () => client.RaiseEventAsync(id, name, payload));
        return Results.Accepted();
    }
}
