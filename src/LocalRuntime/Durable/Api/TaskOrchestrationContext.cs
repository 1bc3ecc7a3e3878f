using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>
/// What an orchestrator works with. An orchestrator is replayed from its history, so it must be deterministic: it takes time, ids
/// and effects from here alone, and awaits nothing but what these methods return.
/// </summary>
public abstract class TaskOrchestrationContext
{
    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance's id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that started this one as its sub-orchestration, if any.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The current time in UTC, the same in every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs through what has already happened.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>A logger factory whose loggers are silent while the code replays.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => new ReplaySafeLoggers(this, LoggerFactory);

    /// <summary>The logger factory behind the replay-safe loggers.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The orchestration's input; the default when it has none.</summary>
    /// <typeparam name="T">The input's type.</typeparam>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity that returns nothing of interest.</summary>
    /// <param name="name">The activity.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The activity failed, and its retries if any.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity that takes no input and returns nothing of interest.</summary>
    /// <param name="name">The activity.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The activity failed, and its retries if any.</exception>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <summary>Calls an activity that takes no input.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="name">The activity.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The activity failed, and its retries if any.</exception>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="name">The activity.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The activity failed, and its retries if any.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Calls an orchestrator that takes no input, as a sub-orchestration.</summary>
    /// <typeparam name="TResult">The type of its output.</typeparam>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The sub-orchestration failed, and its retries if any.</exception>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Calls an orchestrator that takes no input and returns nothing of interest, as a sub-orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The sub-orchestration failed, and its retries if any.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Calls an orchestrator that returns nothing of interest, as a sub-orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The sub-orchestration failed, and its retries if any.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Calls an orchestrator as a sub-orchestration: an instance of its own.</summary>
    /// <typeparam name="TResult">The type of its output.</typeparam>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called.</param>
    /// <exception cref="TaskFailedException">The sub-orchestration failed, and its retries if any.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>A durable timer.</summary>
    /// <param name="delay">How long from <see cref="CurrentUtcDateTime"/>.</param>
    /// <param name="cancellationToken">Cancels the timer.</param>
    /// <exception cref="TaskCanceledException">The timer was cancelled.</exception>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>A durable timer.</summary>
    /// <param name="fireAt">When it fires; converted to UTC.</param>
    /// <param name="cancellationToken">Cancels the timer.</param>
    /// <exception cref="TaskCanceledException">The timer was cancelled.</exception>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an external event. An event that arrived earlier was kept and answers at once. The latest waiter of a name is
    /// served first, so that abandoned waiters keep nothing from the living.
    /// </summary>
    /// <typeparam name="T">The type of the event's payload.</typeparam>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TaskCanceledException">The waiting was cancelled.</exception>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an external event, but no longer than a time.</summary>
    /// <typeparam name="T">The type of the event's payload.</typeparam>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="timeout">How long from <see cref="CurrentUtcDateTime"/>.</param>
    /// <exception cref="TaskCanceledException">The time is up.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an external event, but no longer than a time.</summary>
    /// <typeparam name="T">The type of the event's payload.</typeparam>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="timeout">How long from <see cref="CurrentUtcDateTime"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TaskCanceledException">The time is up, or the waiting was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerCancellation = new CancellationTokenSource();
        var timer = CreateTimer(timeout, timerCancellation.Token);
        using var eventCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrival = WaitForExternalEvent<T>(eventName, eventCancellation.Token);

        // Cancel, not CancelAsync: the latter leaves the orchestrator's thread.
#pragma warning disable CA1849
        if (await Task.WhenAny(timer, arrival) == arrival)
            timerCancellation.Cancel();
        else
            eventCancellation.Cancel();
#pragma warning restore CA1849
        return await arrival;
    }

    /// <summary>Sends an event to another orchestration; dropped if there is none of that id.</summary>
    /// <param name="instanceId">The receiver.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="payload">The event's payload.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what status queries show beside the runtime status.</summary>
    /// <param name="customStatus">The status; null clears it. At most 16 KB as UTF-16 JSON.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Starts the orchestration anew, with an empty history, when the orchestrator returns.</summary>
    /// <param name="newInput">The input of the new run.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody awaited go over to the new run.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A GUID that is the same in every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent while the code replays.</summary>
    /// <typeparam name="T">The type whose name is the category.</typeparam>
    public virtual ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(this, LoggerFactory.CreateLogger<T>());

    /// <summary>A logger that is silent while the code replays.</summary>
    /// <param name="type">The type whose name is the category.</param>
    public virtual ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(this, LoggerFactory.CreateLogger(type));

    /// <summary>A logger that is silent while the code replays.</summary>
    /// <param name="categoryName">The category.</param>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, LoggerFactory.CreateLogger(categoryName));

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private sealed class ReplaySafeLoggers(TaskOrchestrationContext context, ILoggerFactory inner) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, inner.CreateLogger(categoryName));

        public void Dispose()
        {
            // The inner factory belongs to the host.
        }
    }
}
