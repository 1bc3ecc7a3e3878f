using Dfm.Core.Dits;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;

namespace Dfm.Functions.Dits.Requests;

/// <summary>A message on a DIT, as either side sends it.</summary>
/// <param name="Idempotency">The request's Idempotency-Key, if it has one.</param>
public sealed record DitMessageForm(string Text, Idempotency? Idempotency)
{
    private const int MaxText = 4000;

    /// <summary>The conditions of the command.</summary>
    /// <param name="view">The response that is kept for a repeated request.</param>
    public CommandConditions<Executed<Dit, DitEntry>> Conditions(Func<Executed<Dit, DitEntry>, DitResponse> view) =>
        new(Idempotency: Idempotency, Respond: done => StoredResponseResult.Of(view(done)));

    /// <summary>Reads and checks the request.</summary>
    /// <param name="author">Whose keys these are, unique among all callers.</param>
    /// <param name="number">The DIT's number as the caller wrote it.</param>
    public static async Task<Result<DitMessageForm>> Read(
        HttpRequest request, string author, string number, CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(request, author, $"dits/{number}/messages");
        var text = await JsonBody.Read<Body>(request, cancellationToken).Then(Check);
        return key.And(text).Then<DitMessageForm>(form => new DitMessageForm(form.Second, Idempotency.Of(form.First, form.Second)));
    }

    private static Result<string> Check(Body body)
    {
        var check = new FieldChecks();
        var text = check.RequiredText("text", body.Text, MaxText, "Saisissez votre message.");
        return check.ResultOf(text);
    }

    private sealed record Body(string? Text);
}
