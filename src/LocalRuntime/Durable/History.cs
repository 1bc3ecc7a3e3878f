using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Dfm.LocalRuntime.Durable;

/// <summary>What an orchestrator asked for.</summary>
internal enum ActionKind
{
    Activity,
    Timer,
    SubOrchestration,
    SendEvent,
}

/// <summary>What happened to an orchestration.</summary>
internal enum EventKind
{
    EventRaised,
    TaskCompleted,
    TaskFailed,
    TimerFired,
    EventSent,
    Suspended,
    Resumed,
    Terminated,
}

/// <summary>One thing that an orchestrator asked for.</summary>
internal sealed record HistoryAction
{
    public ActionKind Kind { get; init; }

    /// <summary>The number of the action within the run, from 0: what an event answers to.</summary>
    public int Id { get; init; }

    /// <summary>The activity, the orchestrator or the event; null for a timer.</summary>
    public string? Name { get; init; }

    public string? Input { get; init; }

    /// <summary>When a timer is due, or an event was sent, in UTC.</summary>
    public DateTime? Due { get; init; }

    /// <summary>The sub-orchestration, or the receiver of an event.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Names an event that the run before has asked to send; null for one of this run, which its number names.</summary>
    public string? SentAs { get; init; }

    public string Describe() => Kind switch
    {
        ActionKind.Activity => $"the activity '{Name}'",
        ActionKind.Timer => "a timer",
        ActionKind.SubOrchestration => $"the sub-orchestration '{Name}'",
        _ => $"to send the event '{Name}'",
    };
}

/// <summary>One thing that happened to an orchestration.</summary>
internal sealed record HistoryEvent
{
    public EventKind Kind { get; init; }

    /// <summary>The action that is answered, where one is.</summary>
    public int Id { get; init; }

    /// <summary>Whether it answers what was outstanding; <see cref="Id"/> says what.</summary>
    [JsonIgnore]
    public bool IsAnswer => Kind is EventKind.TaskCompleted or EventKind.TaskFailed or EventKind.EventSent;

    /// <summary>The raised event's name.</summary>
    public string? Name { get; init; }

    /// <summary>The event's payload, the task's result, or why somebody terminated or suspended the orchestration.</summary>
    public string? Data { get; init; }

    public Failure? Failure { get; init; }

    /// <summary>Names an event that another orchestration sent: it may arrive twice and counts once.</summary>
    public string? SentAs { get; init; }
}

/// <summary>One turn: the time it began, what happened, and what the orchestrator then asked for.</summary>
internal sealed record TurnRecord
{
    public DateTime At { get; init; }

    /// <summary>The orchestrator has not run in this turn, for it had not begun. Events are what the run before has left over.</summary>
    public bool DoesNotRun { get; init; }

    public List<HistoryEvent> Events { get; init; } = [];

    public List<HistoryAction> Actions { get; init; } = [];
}

/// <summary>The stored form of <see cref="TaskFailureDetails"/>.</summary>
internal sealed record Failure(string Type, string Message, string? Stack, Failure? Inner)
{
    // Enough to find the place; a stack trace must not crowd out the rest of the history.
    private const int LongestStack = 2000;
    private const int LongestMessage = 4000;
    private const int MostInner = 2;

    public static Failure Of(Exception exception) => Of(ToDetails(exception), MostInner);

    public override string ToString() => $"{Type}: {Message}";

    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), null);

    // A failed task's own failure is the cause that matters.
    private static TaskFailureDetails ToDetails(Exception exception)
    {
        var details = TaskFailureDetails.FromException(exception);
        return exception is TaskFailedException failed ? details with { InnerFailure = failed.FailureDetails }
            : details;
    }

    private static Failure Of(TaskFailureDetails details, int inner) => new(
        details.ErrorType,
        Cut(details.ErrorMessage, LongestMessage)!,
        Cut(details.StackTrace, LongestStack),
        inner > 0 && details.InnerFailure is { } cause ? Of(cause, inner - 1) : null);

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length] + "…";
}

/// <summary>JSON of what is stored.</summary>
[JsonSerializable(typeof(TurnRecord))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Failure))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    // Payloads are JSON within JSON: without the relaxed escaping every quote would take six characters.
    public static HistoryJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
