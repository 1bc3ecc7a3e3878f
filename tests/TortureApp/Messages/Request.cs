namespace Dfm.TortureApp.Messages;

/// <summary>What becomes of a request.</summary>
public enum RequestKind
{
    /// <summary>It is handled: its owner is told by an event.</summary>
    Answered,

    /// <summary>It is handled: another orchestration starts.</summary>
    Starting,

    /// <summary>Its handler throws, every time.</summary>
    Poison,

    /// <summary>Its handler puts it among the dead letters.</summary>
    Refused,
}

/// <summary>The content of a message.</summary>
/// <param name="Owner">The orchestration that asks.</param>
/// <param name="Number">Names the request among those of its owner.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Queue">Where it is sent to.</param>
public sealed record Request(string Owner, int Number, RequestKind Kind, string Queue)
{
    /// <summary>How many milliseconds it waits before it is delivered.</summary>
    public int Delay { get; init; }

    /// <summary>How long its text is.</summary>
    public int Length { get; init; }

    /// <summary>A text that makes it long.</summary>
    public string Text { get; init; } = "";
}
