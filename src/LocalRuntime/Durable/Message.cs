using System.Text.Json.Serialization;

namespace Dfm.LocalRuntime.Durable;

/// <summary>What a message brings.</summary>
internal enum MessageKind
{
    /// <summary>Nothing but the hint to look: a start, a timer that is due, work left over.</summary>
    WakeUp,
    EventRaised,
    Terminate,
    Suspend,
    Resume,

    /// <summary>The answer to an action: an activity or a sub-orchestration has ended, an event is sent.</summary>
    Answer,
}

/// <summary>
/// A message to an instance. What comes from outside is stored in its inbox first and has <see cref="RowKeys"/>; the rest lives in
/// memory alone, for it can be made again from what is stored.
/// </summary>
internal sealed record Message
{
    public static readonly Message WakeUp = new();

    /// <summary>A wake-up after a storage request without an answer: what is stored has to be looked at again.</summary>
    public static readonly Message Reread = new() { IsReread = true };

    public MessageKind Kind { get; init; }

    /// <summary>The raised event's name.</summary>
    public string? Name { get; init; }

    /// <summary>The event's payload, an output for a terminated instance, or a reason.</summary>
    public string? Data { get; init; }

    /// <summary>Names an event that another orchestration sent.</summary>
    public string? SentAs { get; init; }

    /// <summary>With a wake-up: the instance as it was just stored, so that it need not be read.</summary>
    [JsonIgnore]
    public InstanceRow? Stored { get; init; }

    /// <summary>With a wake-up: what is cached may lack a message that is stored.</summary>
    [JsonIgnore]
    public bool IsReread { get; init; }

    /// <summary>The rows that hold the message; empty for one that is not stored.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> RowKeys { get; init; } = [];

    /// <summary>The run that an answer is for.</summary>
    [JsonIgnore]
    public string? Run { get; init; }

    /// <summary>An answer, as the history will hold it.</summary>
    [JsonIgnore]
    public HistoryEvent? Answer { get; init; }
}
