using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp;

/// <summary>What may be asked for again when its answer was lost.</summary>
internal static class Clients
{
    private static readonly OrchestrationRuntimeStatus[] Any = Enum.GetValues<OrchestrationRuntimeStatus>();

    /// <summary>Starts an orchestration, unless it was started before.</summary>
    public static async Task StartOnceAsync(
        this DurableTaskClient client, string orchestrator, string id, object input, DateTimeOffset? at = null)
    {
        try
        {
            var options = new StartOrchestrationOptions(id, at).WithDedupeStatuses(Any);
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier attempt has succeeded.
        }
    }

    /// <summary>Does something to an orchestration, which is refused when that is over: then the earlier attempt was enough.</summary>
    public static Task UnlessItIsOverAsync(this DurableTaskClient client, string id, Func<Task> action) =>
        client.UnlessItIsAsync(id, instance => instance.IsCompleted, action);

    /// <summary>Does something to an orchestration, unless it is as it is to become.</summary>
    public static async Task UnlessItIsAsync(
        this DurableTaskClient client, string id, Func<OrchestrationMetadata, bool> isDone, Func<Task> action)
    {
        try
        {
            await action();
        }
#pragma warning disable CA1031 // How it is refused is the client's own affair: what the orchestration has become is what counts.
        catch (Exception)
#pragma warning restore CA1031
        {
            if (await client.GetInstanceAsync(id) is not { } instance || !isDone(instance)) throw;
        }
    }
}
