using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Exchanges the refresh cookie for a new access token and a new cookie.</summary>
public sealed class RefreshSession(IAccountStore accounts, ICustomerStore customers, AccessTokens tokens, TimeProvider clock)
{
    /// <summary><c>POST auth/refresh</c>: 200 as for a sign-in; 401 <c>session-ended</c>, and an old token revokes the session.</summary>
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
        var (account, session, version) = await accounts.ReadSession(token.Account, token.Session, cancellationToken);
        if (session is null) return null;

        var next = token.Next();
        if (account is not null && session.Rotate(token.Hash, next.Hash, clock.GetUtcNow()) is { } rotated)
        {
            var customer = customers.Find(account.Customer, cancellationToken);
            if (await accounts.ReplaceSession(token.Account, rotated, version!, cancellationToken))
            {
                var answer = tokens.SignIn(account, await customer);
                RefreshCookie.Set(http, next);
                return answer;
            }
        }

        // An old token, or the loser of a race for the current one, which counts as old: someone else has it too.
        await accounts.EndSession(token.Account, token.Session, cancellationToken);
        return null;
    }
}
