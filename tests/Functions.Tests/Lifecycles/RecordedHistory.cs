using Dfm.Core.Approvals;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Lifecycle;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Lifecycle;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Lifecycle;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.LocalHost.Worker;
using Dfm.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace Dfm.Functions.Tests.Lifecycles;

/// <summary>The history of an orchestration that has run on the real engine, kept as a file.</summary>
/// <param name="instance">The orchestration's instance.</param>
/// <param name="events">Its events, to its end.</param>
internal sealed class RecordedHistory(string instance, IReadOnlyList<HistoryEvent> events)
{
    /// <summary>What an orchestrator has asked for, and not what has arrived.</summary>
    private static readonly HashSet<HistoryEvent.EventTypeOneofCase> Asked =
    [
        HistoryEvent.EventTypeOneofCase.TaskScheduled, HistoryEvent.EventTypeOneofCase.TimerCreated,
        HistoryEvent.EventTypeOneofCase.ExecutionCompleted, HistoryEvent.EventTypeOneofCase.OrchestratorCompleted,
    ];

    private static readonly string Folder = RepositoryRoot.PathOf("tests", "Functions.Tests", "Lifecycles", "Histories");

    /// <summary>The names of those that are kept.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    /// <summary>The orchestrator that it is a history of.</summary>
    public string Orchestrator => events.First(one => one.ExecutionStarted is not null).ExecutionStarted.Name;

    /// <summary>Reads one that is kept.</summary>
    public static RecordedHistory Read(string name)
    {
        var kept = JsonParser.Default.Parse<OrchestratorRequest>(File.ReadAllText(Path.Combine(Folder, $"{name}.json")));
        return new(kept.InstanceId, kept.PastEvents);
    }

    /// <summary>Keeps the history of an instance of a portal, once it has ended.</summary>
    public static async Task Record(InProcessPortal portal, string instance, string name)
    {
        await portal.Lifecycles.WaitForInstanceCompletionAsync(instance, TestContext.Current.CancellationToken);
        var binding = JObject.Parse(portal.Services.GetRequiredService<FunctionInvoker>().DurableClient!);
        using var channel = GrpcChannel.ForAddress((string)binding["rpcBaseUrl"]!);
        using var call = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel).StreamInstanceHistory(
            new StreamInstanceHistoryRequest { InstanceId = instance, ForWorkItemProcessing = true });
        var request = new OrchestratorRequest { InstanceId = instance };
        await foreach (var chunk in call.ResponseStream.ReadAllAsync()) request.PastEvents.AddRange(chunk.Events);
        var json = new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation()).Format(request);
        await File.WriteAllTextAsync(Path.Combine(Folder, $"{name}.json"), json.ReplaceLineEndings("\n") + "\n");
    }

    /// <summary>Replays it by today's orchestrator. See <see cref="Replay(Func{string, string})"/>.</summary>
    public IEnumerable<string> Replay() => Replay(Orchestrator switch
    {
        DitEffects.Orchestration => Run<Dit>(DitLifecycle.Run),
        OrderEffects.Orchestration => Run<OrderTransition>(OrderLifecycle.Run),
        ApprovalEffects.Orchestration => Run<Approval>(ApprovalLifecycle.Run),
        _ => throw new InvalidOperationException($"No orchestrator « {Orchestrator} » is known."),
    });

    /// <summary>
    /// Replays it as the worker does for an instance that has come so far: up to each turn of the engine, which is where an instance may
    /// stand when new code is deployed.
    /// </summary>
    /// <param name="run">The worker's entry point.</param>
    /// <returns>Why a replay failed, for each that did.</returns>
    public IEnumerable<string> Replay(Func<string, string> run)
    {
        foreach (var turn in Turns())
        {
            var arrived = events.Skip(turn).TakeWhile(one => !Asked.Contains(one.EventTypeCase));
            var request = new OrchestratorRequest { InstanceId = instance, PastEvents = { events.Take(turn) }, NewEvents = { arrived } };
            var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(run(Convert.ToBase64String(request.ToByteArray()))));
            var failure = response.Actions.Select(action => action.CompleteOrchestration?.FailureDetails).FirstOrDefault(one => one is not null);
            if (failure is not null) yield return $"Event {turn}: {failure.ErrorType}: {failure.ErrorMessage}";
        }
    }

    /// <summary>The worker's entry point for an orchestrator.</summary>
    public static Func<string, string> Run<TInput>(Func<TaskOrchestrationContext, Task<string>> orchestrator) =>
        request => GrpcOrchestrationRunner.LoadAndRun<TInput, string>(request, (context, _) => orchestrator(context)!);

    /// <summary>Where turns begin.</summary>
    public IEnumerable<int> Turns() => events.Index().Where(one => one.Item.OrchestratorStarted is not null).Select(one => one.Index);
}
