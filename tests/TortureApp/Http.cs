using System.Text.Json;
using DurableTask.Core.History;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp;

/// <summary>What the driver of the test calls, again when an answer was lost.</summary>
public static class Http
{
    [Function(nameof(Health))]
    public static IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) => Results.Ok();

    /// <summary>Starts an orchestration with the body as its input, once.</summary>
    [Function(nameof(Start))]
    public static async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{orchestrator}/{id}")] HttpRequest request,
        string orchestrator, string id, [DurableClient] DurableTaskClient client)
    {
        await client.StartOnceAsync(orchestrator, id, await BodyAsync(request));
        return Results.Accepted();
    }

    /// <summary>Raises an event with the body as its payload; without a name it terminates the orchestration.</summary>
    [Function(nameof(Raise))]
    public static async Task<IResult> Raise(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "raise/{id}/{name?}")] HttpRequest request,
        string id, string? name, [DurableClient] DurableTaskClient client)
    {
        var payload = await BodyAsync(request);
        await client.UnlessItIsOverAsync(
            id, () => name is null ? client.TerminateInstanceAsync(id, (object?)"told to") : client.RaiseEventAsync(id, name, payload));
        return Results.Accepted();
    }

    /// <summary>Every orchestration and what has become of it; with <c>?brief</c> its status alone.</summary>
    [Function(nameof(Outcomes))]
    public static async Task<IResult> Outcomes(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "outcomes")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        var isBrief = request.Query.ContainsKey("brief");
        var outcomes = new List<object>();
        await foreach (var one in client.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = !isBrief }))
        {
            var history = isBrief ? [] : await client.GetOrchestrationHistoryAsync(one.InstanceId);
            var answered = history.OfType<TaskCompletedEvent>().CountBy(answer => answer.TaskScheduledId);
            outcomes.Add(new
            {
                Id = one.InstanceId,
                one.Name,
                Status = $"{one.RuntimeStatus}",
                Input = one.SerializedInput,
                Output = one.SerializedOutput,
                CustomStatus = one.SerializedCustomStatus,
                EndInHistory = history.OfType<ExecutionCompletedEvent>().LastOrDefault()?.Result,
                AnsweredTwice = answered.Count(answer => answer.Value > 1),
            });
        }

        return Results.Json(outcomes);
    }

    /// <summary>Starts an orchestration, unless it was started before.</summary>
    internal static async Task StartOnceAsync(this DurableTaskClient client, string orchestrator, string id, object input)
    {
        try
        {
            var once = new StartOrchestrationOptions(id).WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>());
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, once);
        }
        catch (Exception)
        {
            // How it is refused is the client's own affair: whether there is one counts.
            if (await client.GetInstanceAsync(id) is null) throw;
        }
    }

    /// <summary>Does something to an orchestration, which is refused when that is over: then the earlier attempt was enough.</summary>
    internal static async Task UnlessItIsOverAsync(this DurableTaskClient client, string id, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception)
        {
            if (await client.GetInstanceAsync(id) is not { IsCompleted: true }) throw;
        }
    }

    private static async Task<JsonElement> BodyAsync(HttpRequest request) =>
        await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: request.HttpContext.RequestAborted);
}
