namespace Dfm.LocalRuntime.Durable;

/// <summary>What one turn changes; all of it, or nothing, is stored.</summary>
internal sealed record Commit
{
    public required InstanceRow Before { get; init; }

    public required InstanceRow After { get; init; }

    /// <summary>The turn for the history of the present run; null for none.</summary>
    public TurnRecord? Record { get; init; }

    /// <summary>The number that the record is stored under.</summary>
    public int RecordNumber { get; init; }

    /// <summary>The rows of the messages that the turn has consumed.</summary>
    public IReadOnlyList<string> Consumed { get; init; } = [];
}
