namespace Dfm.Testing;

/// <summary>What goes wrong on the way between an application and its storage.</summary>
public enum StorageFaultKind
{
    /// <summary>The storage answers with an error and does nothing.</summary>
    Refused,

    /// <summary>The connection is cut before the storage hears of the request.</summary>
    CutBefore,

    /// <summary>The storage obeys; the connection is cut before its answer.</summary>
    CutAfter,

    /// <summary>The storage obeys, but answers that its time is over (<c>OperationTimedOut</c>).</summary>
    TimedOut,

    /// <summary>The connection is cut; the request reaches the storage some time later, maybe after its repetition.</summary>
    Late,

    /// <summary>The request takes its time.</summary>
    Slow,

    /// <summary>Something happens to what was answered before the application hears of it.</summary>
    Meddled,
}

/// <summary>One fault.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record StorageFault(StorageFaultKind Kind)
{
    /// <summary>The status of a refusal.</summary>
    public int Status { get; init; }

    /// <summary>The storage's error code that goes with it.</summary>
    public string Code { get; init; } = "";

    /// <summary>How long a late or slow request is under way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What happens to an answer, of which this is the body.</summary>
    public Func<byte[], Task> Meddle { get; init; } = _ => Task.CompletedTask;

    /// <inheritdoc/>
    public override string ToString() => Kind == StorageFaultKind.Refused ? $"{Status} {Code}" : $"{Kind}";
}
