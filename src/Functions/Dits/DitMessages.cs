using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits;

/// <summary>Messages on a DIT, from either side.</summary>
/// <param name="dits">Knows the first answers.</param>
/// <param name="desk">Applies the command.</param>
/// <param name="clock">Now.</param>
public sealed class DitMessages(IDitStore dits, DitDesk desk, TimeProvider clock)
{
    /// <summary>The longest message, in UTF-16 units.</summary>
    public const int MaxText = 4000;

    /// <summary>Reads the message from the request and adds it to the DIT.</summary>
    internal async Task<IResult> Add(
        HttpRequest request,
        CustomerId customer,
        DitNumber number,
        Func<Dit, bool> visible,
        Actor by,
        string callerId,
        DurableTaskClient lifecycles,
        Func<AppliedCommand, DitView> view,
        CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(request, callerId, $"dits/{number}/messages");
        if (!key.IsSuccess) return key.Problem.ToHttp();
        var body = await JsonBody.Read<Message>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var check = new FieldChecks();
        var text = check.Required("text", body.Value.Text, MaxText, "Saisissez votre message.");
        if (check.Problem is { } problem) return problem.ToHttp();

        var once = OnceOnly.Of(key.Value, text);
        if (once is not null && await dits.FindAnswer(customer, once.Key, cancellationToken) is { } earlier)
            return StoredAnswer.Again(earlier, once.Fingerprint);
        var applied = await desk.Apply(
            customer,
            number,
            current => visible(current) ? new AddMessage(clock.GetUtcNow(), by, text) : DitProblems.NotFound,
            lifecycles,
            once is null ? null : done => once.Answer(view(done)),
            cancellationToken);
        return await desk.Created(customer, applied, once, view);
    }

    private sealed record Message(string? Text);
}
