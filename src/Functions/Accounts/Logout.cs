using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Ends the session on this device.</summary>
public sealed class Logout(IAccountStore accounts)
{
    /// <summary><c>POST auth/logout</c>: 204 always; revokes the cookie's session, if there is one, and clears the cookie.</summary>
    [Function(nameof(Logout)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/logout")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (RefreshCookie.TryRead(request, out var token))
            await accounts.EndSession(token.Account, token.Session, cancellationToken);
        RefreshCookie.Clear(request.HttpContext);
        return Results.NoContent();
    }
}
