using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Exchanges the refresh cookie for a new access token and a new cookie.</summary>
public sealed class RefreshSession(
    IAccountStore accounts, IUserStore users, ICustomerStore customers, AccessTokens tokens, Signatures signatures, TimeProvider clock)
{
    // After the first conflict another request has refreshed or ended the session, which leaves nothing to store; more take clocks that differ.
    private const int Races = 5;

    /// <summary>
    /// <c>POST auth/refresh</c>: 200 as for a sign-in, and the same cookie again for a repetition; 401 <c>session-ended</c>, and an old token
    /// revokes the session.
    /// </summary>
    [Function(nameof(RefreshSession)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/refresh")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var answer = RefreshCookie.TryRead(request, out var token) ? await Refresh(request.HttpContext, token, cancellationToken) : null;
        if (answer is not null) return Results.Ok(answer);
        RefreshCookie.Clear(request.HttpContext);
        return AccountProblems.SessionEnded.ToHttp();
    }

    private async Task<SignedIn?> Refresh(HttpContext http, RefreshToken token, CancellationToken cancellationToken)
    {
        var successor = token.Successor(signatures);
        for (var race = 0; race < Races; race++)
        {
            var (account, session, version) = await accounts.ReadSession(token.Account, token.Session, cancellationToken);
            if (session is null) return null;
            if (account is null || session.Refresh(token.Hash, successor.Hash, clock.GetUtcNow()) is not { } refreshed) break;

            var customer = customers.Find(account.Customer, cancellationToken);
            if (await users.Find(account.Customer, account.User, cancellationToken) is not { IsOpen: true } user) break;
            if (refreshed != session && !await accounts.ReplaceSession(token.Account, refreshed, version!, cancellationToken)) continue;
            var answer = tokens.SignIn(user, await customer, new(token.Account, token.Session));
            RefreshCookie.Set(http, refreshed.TokenHash == token.Hash ? token : successor);
            return answer;
        }

        await accounts.EndSession(token.Account, token.Session, cancellationToken);
        return null;
    }
}
