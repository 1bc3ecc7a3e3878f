using DurableTask.Core;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>What the engine's dispatchers ask of a store.</summary>
internal sealed partial class LocalTablesService(Hub hub, int mostOrchestrators, int mostActivities, ILogger logger) : IOrchestrationService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    // Several, since each reads the state of an instance that is not in memory.
    public int TaskOrchestrationDispatcherCount => 4;
    public int TaskActivityDispatcherCount => 1;
    public int MaxConcurrentTaskOrchestrationWorkItems => mostOrchestrators;
    public int MaxConcurrentTaskActivityWorkItems => mostActivities;
    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => BehaviorOnContinueAsNew.Carryover;
    public Task StartAsync() => hub.ReadyAsync();
    public Task StopAsync() => StopAsync(false);
    public Task StopAsync(bool isForced) => stopping.CancelAsync();
    public Task CreateAsync() => CreateIfNotExistsAsync();

    public async Task CreateAsync(bool recreateInstanceStore)
    {
        if (recreateInstanceStore) await DeleteAsync();
        await CreateIfNotExistsAsync();
    }

    public Task CreateIfNotExistsAsync() => hub.Table.CreateAsync();
    public Task DeleteAsync() => hub.Table.DropAsync();
    public Task DeleteAsync(bool deleteInstanceStore) => DeleteAsync();
    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => false;

    // A failed work item waits by itself: others go on.
    public int GetDelayInSecondsAfterOnProcessException(Exception exception)
    {
        LogFailure(exception);
        return 0;
    }

    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => 1;

    public async Task<TaskOrchestrationWorkItem?> LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        await NextAsync(hub.NextTurnAsync, cancellationToken);

    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => Task.CompletedTask;

    public Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage? continuedAsNewMessage,
        OrchestrationState? orchestrationState) =>
        hub.CommitAsync((Turn)workItem, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, orchestrationState);

    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        ((Turn)workItem).HasFailed = true;
        return Task.CompletedTask;
    }

    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var turn = (Turn)workItem;
        if (turn.HasFailed)
            hub.Retry(turn.Instance);
        else
            hub.Release(turn.Instance);
        return Task.CompletedTask;
    }

    public async Task<TaskActivityWorkItem?> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        await NextAsync(token => hub.NextActivityAsync(token).AsTask(), cancellationToken);

    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    public Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        hub.Answer((ActivityWork)workItem, responseMessage);
        return Task.CompletedTask;
    }

    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        hub.Retry((ActivityWork)workItem);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        stopping.Cancel();
        hub.Dispose();
    }

    private async Task<T?> NextAsync<T>(Func<CancellationToken, Task<T>> next, CancellationToken cancellationToken)
        where T : class
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        try
        {
            return await next(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "A work item of the durable engine has failed and is tried again")]
    private partial void LogFailure(Exception fault);
}
