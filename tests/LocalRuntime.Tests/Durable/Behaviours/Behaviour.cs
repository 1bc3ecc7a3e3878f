using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>
/// Behaviours of Durable Functions that every engine must show. They are written against the official types alone and run twice: here
/// on this repository's engine, and in tests/OfficialRuntime.Tests on Microsoft's. The expectations are the same.
/// </summary>
/// <param name="start">Starts the engine under test.</param>
public abstract class Behaviour(StartHub start)
{
    /// <summary>How long an instance may take to do what is expected of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Signals the end of the test run.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a hub that runs <paramref name="functions"/>.</summary>
    protected Task<IHub> StartAsync(HubFunctions functions) => start(functions);

    /// <summary>Runs one orchestration to its end on a hub of its own.</summary>
    protected async Task<OrchestrationMetadata> RunAsync(HubFunctions functions, string name, object? input = null)
    {
        await using var hub = await StartAsync(functions);
        return await RunAsync(hub, name, input);
    }

    /// <summary>Runs one orchestration to its end.</summary>
    protected static async Task<OrchestrationMetadata> RunAsync(IHub hub, string name, object? input = null, string? id = null) =>
        await EndAsync(hub, await ScheduleAsync(hub, name, input, id));

    /// <summary>Schedules an orchestration.</summary>
    protected static Task<string> ScheduleAsync(IHub hub, string name, object? input = null, string? id = null) =>
        hub.Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id), Cancellation);

    /// <summary>Raises an event.</summary>
    protected static Task RaiseAsync(IHub hub, string id, string name, object? payload = null) =>
        hub.Client.RaiseEventAsync(id, name, payload, Cancellation);

    /// <summary>The instance as it stands.</summary>
    protected static async Task<OrchestrationMetadata> GetAsync(IHub hub, string id) =>
        await hub.Client.GetInstanceAsync(id, true, Cancellation) ?? throw new InvalidOperationException($"There is no instance '{id}'.");

    /// <summary>Waits for the end of an instance. It looks often: the official client's own waiting takes two seconds at least.</summary>
    protected static Task<OrchestrationMetadata> EndAsync(IHub hub, string id) =>
        BecomesAsync(hub, id, instance => instance is { IsCompleted: true }, "its end");

    /// <summary>
    /// Asserts that a call is refused, by an exception that only <c>catch (Exception)</c> catches everywhere: in Azure it is the
    /// transport's, which no other runtime knows.
    /// </summary>
    protected static async Task RefusedAsync(Func<Task> call)
    {
        var refusal = await Record.ExceptionAsync(call);
        Assert.NotNull(refusal);
        Assert.False(refusal is InvalidOperationException or ArgumentException or OperationCanceledException, refusal.ToString());
    }

    /// <summary>Waits until the custom status of an instance is the given text.</summary>
    protected static Task ReachesAsync(IHub hub, string id, string status) => BecomesAsync(
        hub, id, instance => instance?.SerializedCustomStatus == $"\"{status}\"", $"the custom status '{status}'");

    /// <summary>Waits until an instance has a runtime status.</summary>
    protected static Task ReachesAsync(IHub hub, string id, OrchestrationRuntimeStatus status) =>
        BecomesAsync(hub, id, instance => instance?.RuntimeStatus == status, $"{status}");

    /// <summary>Waits until an instance is as expected.</summary>
    protected static async Task<OrchestrationMetadata> BecomesAsync(
        IHub hub, string id, Func<OrchestrationMetadata?, bool> isExpected, string what)
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            var instance = await hub.Client.GetInstanceAsync(id, true, Cancellation);
            if (isExpected(instance)) return instance!;
            if (DateTime.UtcNow > end) throw new TimeoutException($"'{id}' has not reached {what}: {instance}");
            await Task.Delay(10, Cancellation);
        }
    }

    /// <summary>Cancels at once, on the orchestrator's thread, as an orchestrator must.</summary>
    protected static void Cancel(CancellationTokenSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Cancel();
    }
}
