using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// One live run of an orchestrator, and the context that its code works with. It is fed with turns: the recorded ones first, whose
/// actions the code must ask for again, then new ones, whose actions are recorded. Between turns it lies still.
/// </summary>
internal sealed class Execution : TaskOrchestrationContext
{
    // The documented limit of the official engine: 16 KB of UTF-16.
    private const int LongestCustomStatus = 16 * 1024 / sizeof(char);

    private readonly InstanceRow instance;
    private readonly DataConverter converter;
    private readonly ILoggerFactory loggers;
    private readonly OrchestratorScheduler scheduler;
    private readonly Action<Execution> onIllegalAwait;
    private readonly Dictionary<int, IPendingTask> pending = [];
    private readonly ExternalEvents events;
    private Task<object?>? run;
    private TurnRecord turn = new();
    private int turnNumber;
    private int replayedActions;
    private int actionCount;
    private int guidCount;
    private bool replaying;
    private Exception? violation;
    private bool continueAsNew;
    private bool keepsEvents;

    /// <summary>Prepares a run; <see cref="Start"/> begins it.</summary>
    /// <param name="instance">The instance as it stood when the run began.</param>
    /// <param name="converter">Reads and writes payloads.</param>
    /// <param name="loggers">Behind the replay-safe loggers.</param>
    /// <param name="onIllegalAwait">Called, from any thread, when the code is found to await something that is not durable.</param>
    public Execution(InstanceRow instance, DataConverter converter, ILoggerFactory loggers, Action<Execution> onIllegalAwait)
    {
        this.instance = instance;
        this.converter = converter;
        this.loggers = loggers;
        this.onIllegalAwait = onIllegalAwait;
        CustomStatus = instance.CustomStatus;
        events = new ExternalEvents(converter);
        scheduler = new OrchestratorScheduler(ReportIllegalAwait);
    }

    public override TaskName Name => instance.Name;

    public override string InstanceId => instance.Id;

    public override ParentOrchestrationInstance? Parent =>
        instance.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => turn.At;

    public override bool IsReplaying => replaying;

    /// <summary>Whether the orchestrator has begun.</summary>
    public bool HasStarted => run is not null;

    /// <summary>
    /// Whether the run is over: the orchestrator has broken a rule; or it has returned or thrown, and nothing that it asked for is open any
    /// more. As officially, a timer that is neither fired nor cancelled holds the orchestration open.
    /// </summary>
    public bool IsOver => violation is not null || (run is { IsCompleted: true } && pending.Count == 0);

    /// <summary>Why the run failed; null if it did not.</summary>
    public Exception? Error => violation ?? (run is { IsCompletedSuccessfully: false, IsCompleted: true }
        ? run.Exception?.InnerException ?? new TaskCanceledException(run)
        : null);

    /// <summary>Whether the orchestrator wants another run.</summary>
    public bool ContinuesAsNew => continueAsNew && Error is null;

    /// <summary>The next run's input, as JSON.</summary>
    public string? NextInput { get; private set; }

    /// <summary>The events that the next run gets.</summary>
    public IReadOnlyList<(string Name, string? Payload)> NextEvents => keepsEvents ? events.Kept : [];

    /// <summary>The custom status, as JSON.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>The output, as JSON, once the run has ended well.</summary>
    public string? Output => converter.Serialize(run?.Result);

    /// <summary>When the next timer is due; null if there is none.</summary>
    public DateTime? NextTimer
    {
        get
        {
            DateTime? next = null;
            foreach (var task in pending.Values)
            {
                if (task.Action.Due is { } due && !(next <= due)) next = due;
            }

            return next;
        }
    }

    protected override ILoggerFactory LoggerFactory => loggers;

    /// <summary>Begins a turn that is recorded in <paramref name="record"/>.</summary>
    public void BeginTurn(TurnRecord record)
    {
        turn = record;
        turnNumber++;
    }

    /// <summary>Replays a recorded turn.</summary>
    /// <exception cref="InvalidOperationException">Never: a deviation ends the run as its <see cref="Error"/>.</exception>
    public void Replay(TurnRecord record, IDurableFunctions functions)
    {
        turn = record;
        turnNumber++;
        if (record.DoesNotRun)
        {
            foreach (var carried in record.Events.Where(e => e.Kind == EventKind.EventRaised)) events.Raise(carried.Name!, carried.Data);
            return;
        }

        replaying = true;
        replayedActions = 0;
        if (!HasStarted) Start(functions);
        foreach (var happened in record.Events) Apply(happened);
        if (replayedActions < record.Actions.Count && violation is null)
            Deviates(record.Actions[replayedActions], IsOver ? "ended" : "asked for nothing more");
        replaying = false;
    }

    /// <summary>Starts the orchestrator and runs it until it waits.</summary>
    public void Start(IDurableFunctions functions) => scheduler.Pump(() =>
        new Task(() => run = RunAsync(functions), TaskCreationOptions.DenyChildAttach).Start(scheduler));

    /// <summary>Lets something happen, and runs the orchestrator until it waits again.</summary>
    public void Apply(HistoryEvent happened)
    {
        if (IsOver && happened.Kind != EventKind.EventRaised) return;
        scheduler.Pump(() =>
        {
            switch (happened.Kind)
            {
                case EventKind.EventRaised:
                    Raise(happened);
                    break;
                case EventKind.TimerFired when pending.Remove(happened.Id, out var timer):
                    timer.Complete(null);
                    break;
                case EventKind.TaskCompleted when pending.Remove(happened.Id, out var task):
                    task.Complete(happened.Data);
                    break;
                case EventKind.TaskFailed when pending.Remove(happened.Id, out var task):
                    task.Fail(happened.Failure?.ToDetails());
                    break;
            }
        });
    }

    /// <summary>The timers that are due at <paramref name="now"/>, the earliest first.</summary>
    public List<int> DueTimers(DateTime now) =>
        [.. pending.Values.Select(task => task.Action).Where(a => a.Due <= now).OrderBy(a => a.Due).ThenBy(a => a.Id).Select(a => a.Id)];

    /// <summary>Whether the action still waits for its answer.</summary>
    public bool IsPending(int id) => pending.ContainsKey(id);

    /// <summary>At the end of a turn: as in Azure Functions, a custom status that is too long ends the run; no code can catch that.</summary>
    public void CheckCustomStatus()
    {
        if (CustomStatus is not { Length: > LongestCustomStatus } tooLong) return;
        violation ??= new ArgumentException(
            $"The custom status is {tooLong.Length * sizeof(char)} bytes of UTF-16 JSON; it must not exceed 16 KB.");
        CustomStatus = null;
    }

    /// <summary>At the end of a turn: an orchestrator that waits for nothing durable waits for something else, and forever.</summary>
    public void CheckThatItWaitsForSomething()
    {
        if (!IsOver && pending.Count == 0 && !events.AnyAwaited) ReportIllegalAwait();
    }

    public override T? GetInput<T>()
        where T : default => converter.Deserialize<T>(instance.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (input is TaskOptions && options is null)
            throw new ArgumentException("Task options were given as the activity's input: name the parameter 'options'.", nameof(input));
        var json = converter.Serialize(input);
        return Retries.RunAsync(this, options?.Retry, () => Await<TResult>(new HistoryAction
        {
            Kind = ActionKind.Activity,
            Name = name.Name,
            Input = json,
        }));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var json = converter.Serialize(input);
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        InstanceKeys.RefuseEntity(id, nameof(options));
        return Retries.RunAsync(this, options?.Retry, () => Await<TResult>(new HistoryAction
        {
            Kind = ActionKind.SubOrchestration,
            Name = orchestratorName.Name,
            Input = json,
            InstanceId = id,
        }));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var task = Schedule<object?>(new HistoryAction { Kind = ActionKind.Timer, Due = fireAt.ToUniversalTime() });
        OnCancelled(
            () =>
            {
                pending.Remove(task.Action.Id);
                task.Cancel(cancellationToken);
            },
            cancellationToken);
        return task.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ThrowIfNotOrchestratorThread();
        return events.Wait<T>(eventName, cancel => OnCancelled(cancel, cancellationToken));
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => Record(new HistoryAction
    {
        Kind = ActionKind.SendEvent,
        InstanceId = instanceId,
        Name = eventName,
        Input = converter.Serialize(payload),
        Due = CurrentUtcDateTime,
    });

    public override void SetCustomStatus(object? customStatus)
    {
        ThrowIfNotOrchestratorThread();
        CustomStatus = converter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        ThrowIfNotOrchestratorThread();
        NextInput = converter.Serialize(newInput);
        keepsEvents = preserveUnprocessedEvents;
        continueAsNew = true;
    }

    public override Guid NewGuid()
    {
        ThrowIfNotOrchestratorThread();
        return DeterministicGuid.Of(string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{CurrentUtcDateTime:o}_{guidCount++}"));
    }

    private async Task<object?> RunAsync(IDurableFunctions functions) => await functions.RunOrchestratorAsync(instance.Name, this);

    private Task<T> Await<T>(HistoryAction action) => Schedule<T>(action).Task;

    private PendingTask<T> Schedule<T>(HistoryAction action)
    {
        var task = new PendingTask<T>(Record(action), converter);
        pending[task.Action.Id] = task;
        return task;
    }

    /// <summary>Hands an event over. As officially, one that its waiter cannot read ends the run, and the code cannot catch that.</summary>
    private void Raise(HistoryEvent happened)
    {
        try
        {
            events.Raise(happened.Name!, happened.Data);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or NotSupportedException)
        {
            violation ??= e;
        }
    }

    /// <summary>Records an action, or while replaying finds it in the record, which is then the truth.</summary>
    private HistoryAction Record(HistoryAction asked)
    {
        ThrowIfNotOrchestratorThread();
        var action = asked with { Id = actionCount++ };
        if (!replaying)
        {
            turn.Actions.Add(action);
            return action;
        }

        var recorded = replayedActions < turn.Actions.Count ? turn.Actions[replayedActions] : null;
        replayedActions++;
        if (recorded?.Kind == action.Kind && string.Equals(recorded.Name, action.Name, StringComparison.OrdinalIgnoreCase)) return recorded;
        throw Deviates(recorded, "asked for " + action.Describe());
    }

    private NonDeterministicOrchestrationException Deviates(HistoryAction? recorded, string instead)
    {
        var id = recorded?.Id ?? actionCount - 1;
        var deviation = new NonDeterministicOrchestrationException(
            $"at step {id} (turn {turnNumber}) the history of '{InstanceId}' holds {recorded?.Describe() ?? "nothing more"}, but the "
            + $"orchestrator '{Name}' {instead}. Has its code changed since the instance began, or does it use time, chance or I/O?");
        violation ??= deviation;
        return deviation;
    }

    private CancellationTokenRegistration OnCancelled(Action cancel, CancellationToken token) => token.Register(() =>
    {
        if (scheduler.IsPumping)
            cancel();
        else
            ReportIllegalAwait();
    });

    private void ThrowIfNotOrchestratorThread()
    {
        if (scheduler.IsPumping) return;
        ReportIllegalAwait();
        throw IllegalAwait();
    }

    private void ReportIllegalAwait()
    {
        if (IsOver) return;
        violation = IllegalAwait();
        onIllegalAwait(this);
    }

    private InvalidOperationException IllegalAwait() => new(
        $"The orchestrator '{Name}' has left its thread: it awaited something that is not durable (Task.Delay, Task.Run, I/O, CancelAsync, "
        + "ConfigureAwait(false)), or a middleware did. An orchestrator may await only what its TaskOrchestrationContext returns.");
}
