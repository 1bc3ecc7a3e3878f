using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Ends one of the signed-in person's sessions, on whatever device.</summary>
public sealed class EndSession(IAccountStore accounts)
{
    /// <summary>204; 404 <c>session-not-found</c> when it has ended, or is another person's.</summary>
    [Function(nameof(EndSession)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "me/sessions/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var current = context.Caller().Session;
        if (current is null || await accounts.ReadSignedIn(current, cancellationToken) is not { } known) return AuthProblems.TokenInvalid.ToHttp();
        if (known.Sessions.All(session => session.Id != id)) return AccountProblems.SessionNotFound.ToHttp();
        await accounts.EndSession(current.Account, id, cancellationToken);
        return Results.NoContent();
    }
}
