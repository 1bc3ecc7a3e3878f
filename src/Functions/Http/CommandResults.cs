using Dfm.Functions.Commands;

namespace Dfm.Functions.Http;

/// <summary>Maps commands to HTTP responses.</summary>
public static class CommandResults
{
    /// <summary>Executes the command for a valid request, or returns the request's problem.</summary>
    public static async Task<CommandOutcome<TOut>> Then<T, TOut>(this Task<Result<T>> reading, Func<T, Task<CommandOutcome<TOut>>> command) =>
        await (await reading).Match(command, problem => Task.FromResult(CommandOutcome<TOut>.Refused(problem)));

    /// <summary>The result of <paramref name="next"/> on a valid request, or the request's problem.</summary>
    public static async Task<Result<TOut>> Then<T, TOut>(this Task<Result<T>> reading, Func<T, Result<TOut>> next) => (await reading).Then(next);

    public static IResult ToHttp<T>(this CommandOutcome<T> outcome, Func<T, IResult> applied) => outcome.Match(
        applied, ProblemResults.ToHttp, stored => new StoredResponseResult(stored), ProblemResults.ToHttp);

    public static async Task<IResult> ToHttp<T>(this Task<CommandOutcome<T>> executing, Func<T, IResult> applied) =>
        (await executing).ToHttp(applied);

    /// <summary>The response to a command that shows more than the command itself has read.</summary>
    public static async Task<IResult> ToHttp<T, TBody>(this CommandOutcome<T> outcome, Func<T, Task<TBody>> body) =>
        await outcome.Match<Task<IResult>>(
            async applied => Results.Ok(await body(applied)),
            refused => Task.FromResult(refused.ToHttp()),
            stored => Task.FromResult<IResult>(new StoredResponseResult(stored)),
            conflict => Task.FromResult(conflict.ToHttp()));

    /// <summary>The response to a command that shows the changed aggregate, with its ETag.</summary>
    public static async Task<IResult> ToHttp<T>(
        this Task<CommandOutcome<T>> executing, Func<T, IVersioned> view, int status = StatusCodes.Status200OK) =>
        (await executing).ToHttp(done => new VersionedResult(view(done), status));
}
