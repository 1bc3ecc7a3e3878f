using Dfm.Functions.Accounts.Sessions;
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
        var current = context.Caller().Session;
        if (current is null || await accounts.ReadSignedIn(current, cancellationToken) is not { } known) return AuthProblems.TokenInvalid.ToHttp();
        await Task.WhenAll(known.Sessions.Where(session => session.Id != current.Id)
            .Select(session => accounts.EndSession(current.Account, session.Id, cancellationToken)));
        return Results.NoContent();
    }
}
