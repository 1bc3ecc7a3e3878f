using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp.Http;

/// <summary><c>POST /api/{orchestrator}/{id}?in={milliseconds}</c>: starts an orchestration with the body as its input, once.</summary>
public sealed class Start
{
    [Function(nameof(Start))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{orchestrator}/{id}")] HttpRequest request,
        string orchestrator,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        var input = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        DateTimeOffset? at = int.TryParse(request.Query["in"], out var delay) ? DateTimeOffset.UtcNow.AddMilliseconds(delay) : null;
        await client.StartOnceAsync(orchestrator, id, input, at);
        return Results.Accepted();
    }
}
