using Dfm.Functions.Commands;

namespace Dfm.Functions.Http;

/// <summary>The conditions that the headers of a request for a command make; every <c>POST</c> beside sign-in reads them.</summary>
/// <param name="IfMatch">Null for any version.</param>
/// <param name="Key">That of the idempotency record; null without an Idempotency-Key.</param>
public sealed record CommandHeaders(VersionCondition? IfMatch, string? Key)
{
    /// <returns>The headers, or <c>bad-if-match</c>, <c>bad-idempotency-key</c>.</returns>
    public static Result<CommandHeaders> Read(HttpRequest request, FunctionContext context) =>
        request.IfMatch().And(IdempotencyKey.Of(request, context)).Then<CommandHeaders>(both => new CommandHeaders(both.First, both.Second));

    /// <summary>The conditions of the command.</summary>
    /// <param name="fingerprint">Hash of the body; asked for where there is a key.</param>
    public CommandConditions With(Func<string> fingerprint) => new(IfMatch, Key is null ? null : new Idempotency(Key, fingerprint()));
}
