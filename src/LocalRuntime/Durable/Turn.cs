using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Durable;

/// <summary>One turn in the making: applies messages to the run and works out what has to be stored.</summary>
internal sealed class Turn(InstanceState state, TurnRecord record)
{
    private readonly InstanceRow before = state.Row;
    private readonly List<string> consumed = [];
    private OrchestrationRuntimeStatus status = state.Row.Status;
    private string? output = state.Row.Output;
    private Failure? failure = state.Row.Failure;
    private bool hasStarted;

    /// <summary>What has happened, and what the orchestrator then asked for.</summary>
    public TurnRecord Record { get; private set; } = record;

    /// <summary>The rows of the messages that the turn has consumed.</summary>
    public IReadOnlyList<string> Consumed => consumed;

    /// <summary>Whether there is anything to store.</summary>
    public bool HasChanged => hasStarted || consumed.Count > 0 || Record.Events.Count > 0 || status != before.Status;

    /// <summary>Whether messages have to wait for more than the next turn: the instance is suspended, or not to start yet.</summary>
    public bool HoldsMessages { get; private set; }

    /// <summary>Whether the run ends here and another begins.</summary>
    public bool ContinuesAsNew => !IsFinished && state.Execution is { IsOver: true, ContinuesAsNew: true };

    /// <summary>What the next run gets from this one; null for nothing.</summary>
    public TurnRecord? CarriedOver { get; private set; }

    /// <summary>Roughly how many characters have to be stored.</summary>
    public int Size => Record.Events.Sum(e => e.Data?.Length ?? 0) + Record.Actions.Sum(a => a.Input?.Length ?? 0)
        + (ContinuesAsNew ? (state.Execution!.NextInput?.Length ?? 0) + state.Execution.NextEvents.Sum(e => e.Payload?.Length ?? 0) : 0)
        + (output?.Length ?? 0);

    private bool IsFinished => InstanceRow.Finished.Contains(status);

    /// <summary>Applies messages, in their order.</summary>
    /// <returns>The messages that have to wait.</returns>
    public List<Message> Run(List<Message> messages, IDurableFunctions functions, int mostConsumed)
    {
        var rest = messages.Where(message => !Control(message, mostConsumed)).ToList();
        if (IsFinished) return Conclude(rest, mostConsumed);

        var execution = state.Execution!;
        var isToStart = execution.HasStarted || before.Due is not { } start || start <= Record.At;
        if (status == OrchestrationRuntimeStatus.Suspended || !isToStart)
        {
            HoldsMessages = true;
            rest.RemoveAll(message => message.Kind == MessageKind.WakeUp);
            return rest;
        }

        execution.BeginTurn(Record);
        Begin(functions);
        var full = rest.FindIndex(message => !Apply(message, mostConsumed));
        rest = full < 0 ? [] : rest[full..];
        FireTimers();
        execution.CheckThatItWaitsForSomething();
        execution.CheckCustomStatus();
        if (execution.IsOver) End();
        return rest;
    }

    /// <summary>The turn asked for more than a transaction can hold: the orchestration fails instead.</summary>
    public void FailAsTooLarge()
    {
        Record = new TurnRecord { At = Record.At };
        status = OrchestrationRuntimeStatus.Failed;
        output = null;
        failure = Failure.Of(new InvalidOperationException(
            "One turn of the orchestration has more inputs, outputs and events than can be stored at once: some megabytes are the limit."));
    }

    /// <summary>The instance after the turn.</summary>
    public InstanceRow Conclude()
    {
        if (state.Execution is { HasStarted: false }) Record = Record with { DoesNotRun = true };
        state.Add(Record);
        if (ContinuesAsNew) return ContinueAsNew();
        if (IsFinished)
        {
            foreach (var action in state.Outstanding.Values.Where(action => action.Kind != ActionKind.SendEvent).ToList())
                state.Outstanding.Remove(action.Id);
        }

        var execution = state.Execution;
        if (IsFinished) state.Execution = null;
        return before with
        {
            Status = status,
            IsOpen = !IsFinished || state.Outstanding.Count > 0,
            Updated = Record.At,
            Turn = before.Turn + 1,
            Due = IsFinished ? null : execution!.HasStarted ? execution.NextTimer : before.Due,
            Outstanding = state.Outstanding.Count,
            CustomStatus = execution is null ? before.CustomStatus : execution.CustomStatus,
            Output = output,
            Failure = failure,
        };
    }

    private static int CarriedId(int n) => -1 - n;

    /// <summary>Takes a message that governs the instance; false for any other.</summary>
    private bool Control(Message message, int mostConsumed)
    {
        if (IsFinished || consumed.Count + message.RowKeys.Count > mostConsumed) return false;
        switch (message.Kind)
        {
            case MessageKind.Terminate:
                status = OrchestrationRuntimeStatus.Terminated;
                output = message.Data;
                Record.Events.Add(new HistoryEvent { Kind = EventKind.Terminated, Data = message.Data });
                break;
            case MessageKind.Suspend:
                status = OrchestrationRuntimeStatus.Suspended;
                Record.Events.Add(new HistoryEvent { Kind = EventKind.Suspended, Data = message.Data });
                break;
            case MessageKind.Resume:
                status = state.Execution!.HasStarted ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending;
                Record.Events.Add(new HistoryEvent { Kind = EventKind.Resumed, Data = message.Data });
                break;
            default:
                return false;
        }

        consumed.AddRange(message.RowKeys);
        return true;
    }

    private void Begin(IDurableFunctions functions)
    {
        status = OrchestrationRuntimeStatus.Running;
        if (state.Execution!.HasStarted || state.Execution.IsOver) return;
        hasStarted = true;
        state.Execution.Start(functions);
    }

    /// <summary>Applies a message; false if the turn has taken as many as it may.</summary>
    private bool Apply(Message message, int mostConsumed)
    {
        switch (message.Kind)
        {
            case MessageKind.WakeUp:
                FireTimers();
                return true;
            case MessageKind.Answer:
                Answer(message);
                return true;
        }

        if (consumed.Count + message.RowKeys.Count > mostConsumed) return false;
        consumed.AddRange(message.RowKeys);
        var isNew = message.SentAs is not { } sent || state.SentEvents?.Contains(sent) != true;
        if (message.Kind == MessageKind.EventRaised && isNew)
            Happen(new HistoryEvent { Kind = EventKind.EventRaised, Name = message.Name, Data = message.Data, SentAs = message.SentAs });
        return true;
    }

    private void Answer(Message message)
    {
        if (message.Run == before.Run && state.Outstanding.Remove(message.Answer!.Id)) Happen(message.Answer);
    }

    private void FireTimers()
    {
        foreach (var id in state.Execution!.DueTimers(Record.At))
        {
            if (state.Execution.IsPending(id)) Happen(new HistoryEvent { Kind = EventKind.TimerFired, Id = id });
        }
    }

    private void Happen(HistoryEvent happened)
    {
        Record.Events.Add(happened);
        state.Execution!.Apply(happened);
    }

    /// <summary>Messages to a finished instance: nobody reads them, but answers about sent events still count.</summary>
    private List<Message> Conclude(List<Message> messages, int mostConsumed)
    {
        List<Message> rest = [];
        foreach (var message in messages)
        {
            if (message.Answer is { Kind: EventKind.EventSent } sent && state.Outstanding.Remove(sent.Id))
                Record.Events.Add(sent);
            else if (consumed.Count + message.RowKeys.Count > mostConsumed)
                rest.Add(message);
            else
                consumed.AddRange(message.RowKeys);
        }

        return rest;
    }

    private void End()
    {
        var execution = state.Execution!;
        if (execution.ContinuesAsNew) return;
        var error = execution.Error;
        if (error is null)
        {
            try
            {
                output = execution.Output;
                status = OrchestrationRuntimeStatus.Completed;
                return;
            }
#pragma warning disable CA1031 // The output is the orchestrator's: whatever its serialisation throws is its failure.
            catch (Exception e)
#pragma warning restore CA1031
            {
                error = e;
            }
        }

        failure = Failure.Of(error);
        status = OrchestrationRuntimeStatus.Failed;
    }

    private InstanceRow ContinueAsNew()
    {
        var execution = state.Execution!;
        var unsent = state.Outstanding.Values.Where(action => action.Kind == ActionKind.SendEvent)
            .Select((action, n) => action with { Id = CarriedId(n), SentAs = action.SentAs ?? Jobs.SentAs(before, action) }).ToList();
        var events = execution.NextEvents
            .Select(e => new HistoryEvent { Kind = EventKind.EventRaised, Name = e.Name, Data = e.Payload }).ToList();
        if (unsent.Count + events.Count > 0)
            CarriedOver = new TurnRecord { At = Record.At, DoesNotRun = true, Events = events, Actions = unsent };
        return before with
        {
            Status = OrchestrationRuntimeStatus.Running,
            Updated = Record.At,
            Generation = before.Generation + 1,
            Turn = 0,
            Due = null,
            Outstanding = unsent.Count,
            CustomStatus = execution.CustomStatus,
            Input = execution.NextInput,
        };
    }
}
