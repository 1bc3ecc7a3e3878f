namespace Dfm.Functions.Commands;

/// <summary>What became of a command. Only <see cref="Match"/> tells, so that no case can be forgotten.</summary>
public sealed class CommandOutcome<T>
{
    private readonly T? value;
    private readonly Problem? problem;
    private readonly StoredResponse? replay;
    private readonly bool isConflict;

    private CommandOutcome(T? value, Problem? problem, StoredResponse? replay, bool isConflict) =>
        (this.value, this.problem, this.replay, this.isConflict) = (value, problem, replay, isConflict);

    /// <summary>It was stored.</summary>
    public static CommandOutcome<T> Applied(T value) => new(value, null, null, false);

    /// <summary>The rules refuse it, or nobody may see what it is about; nothing was stored.</summary>
    public static CommandOutcome<T> Refused(Problem problem) => new(default, problem, null, false);

    /// <summary>The same request was stored before; this was the response.</summary>
    public static CommandOutcome<T> Replayed(StoredResponse response) => new(default, null, response, false);

    /// <summary>Others wrote at the same time, each time that it was tried; nothing was stored.</summary>
    public static CommandOutcome<T> Conflict(Problem problem) => new(default, problem, null, true);

    /// <summary>One result from all cases.</summary>
    public TOut Match<TOut>(
        Func<T, TOut> applied, Func<Problem, TOut> refused, Func<StoredResponse, TOut> replayed, Func<Problem, TOut> conflict) => this switch
        {
            { replay: { } response } => replayed(response),
            { problem: { } why, isConflict: true } => conflict(why),
            { problem: { } why } => refused(why),
            _ => applied(value!),
        };

    /// <summary>Throws after a conflict, so that an activity is tried again; any other outcome settles it.</summary>
    public void ThrowIfConflict() => Match(
        applied: _ => true, refused: _ => true, replayed: _ => true, conflict: why => throw new CommandConflictException(why.Code));
}

/// <summary>A command of the portal's own lost every race.</summary>
public sealed class CommandConflictException(string code) : Exception($"A command was not stored: {code}.");
