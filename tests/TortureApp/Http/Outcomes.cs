using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp.Http;

/// <summary><c>GET /api/outcomes</c>: every orchestration and what has become of it; with <c>?brief</c> its status alone.</summary>
public sealed class Outcomes
{
    [Function(nameof(Outcomes))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "outcomes")] HttpRequest request,
        [DurableClient] DurableTaskClient client)
    {
        var outcomes = new List<Outcome>();
        var query = new OrchestrationQuery { FetchInputsAndOutputs = !request.Query.ContainsKey("brief") };
        await foreach (var instance in client.GetAllInstancesAsync(query))
        {
            outcomes.Add(new Outcome(
                instance.InstanceId,
                instance.Name,
                $"{instance.RuntimeStatus}",
                instance.SerializedInput,
                instance.SerializedOutput,
                instance.SerializedCustomStatus,
                instance.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : null));
        }

        return Results.Json(outcomes);
    }

    private sealed record Outcome(
        string Id, string Name, string Status, string? Input, string? Output, string? CustomStatus, string? Failure);
}
