using Dfm.Functions.Commands;

namespace Dfm.Functions.Http;

/// <summary>Maps commands to HTTP responses.</summary>
public static class CommandResults
{
    /// <summary>Executes the command for a valid request, or returns the request's problem.</summary>
    public static async Task<CommandOutcome<TOut>> Then<T, TOut>(this Task<Result<T>> reading, Func<T, Task<CommandOutcome<TOut>>> command) =>
        await (await reading).Match(command, problem => Task.FromResult(CommandOutcome<TOut>.Refused(problem)));

    public static IResult ToHttp<T>(this CommandOutcome<T> outcome, Func<T, IResult> applied) => outcome.Match(
        applied, ProblemResults.ToHttp, stored => new StoredResponseResult(stored), ProblemResults.ToHttp);

    /// <summary>The response, for the first time or once more.</summary>
    public static async Task<IResult> ToHttp(this Task<CommandOutcome<StoredResponse>> executing) =>
        (await executing).ToHttp(response => new StoredResponseResult(response));

    /// <summary>The response to a command that shows more than the command itself has read.</summary>
    public static async Task<IResult> ToHttp<T, TBody>(this CommandOutcome<T> outcome, Func<T, Task<TBody>> body) =>
        await outcome.Match<Task<IResult>>(
            async applied => Results.Ok(await body(applied)),
            refused => Task.FromResult(refused.ToHttp()),
            stored => Task.FromResult<IResult>(new StoredResponseResult(stored)),
            conflict => Task.FromResult(conflict.ToHttp()));
}
