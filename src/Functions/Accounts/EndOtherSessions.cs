using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Ends the signed-in person's sessions on all other devices.</summary>
public sealed class EndOtherSessions(IAccountStore accounts)
{
    /// <summary>204. Idempotent.</summary>
    [Function(nameof(EndOtherSessions)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "me/sessions")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (context.Caller().Session is not { } current) return AuthProblems.TokenInvalid.ToHttp();
        var known = await accounts.Read(current.Account, cancellationToken);
        // An access token outlives its session by minutes: whoever was signed out ends nobody else's.
        if (known.Sessions.All(session => session.Id != current.Id)) return AuthProblems.TokenInvalid.ToHttp();
        await Task.WhenAll(known.Sessions.Where(session => session.Id != current.Id)
            .Select(session => accounts.EndSession(current.Account, session.Id, cancellationToken)));
        return Results.NoContent();
    }
}
