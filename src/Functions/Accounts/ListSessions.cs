using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Where the signed-in person is signed in.</summary>
public sealed class ListSessions(IAccountStore accounts, TimeProvider clock)
{
    /// <summary>All that have not ended, the last used first; twenty at most.</summary>
    [Function(nameof(ListSessions)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me/sessions")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (context.Caller().Session is not { } current) return AuthProblems.TokenInvalid.ToHttp();
        var now = clock.GetUtcNow();
        var sessions = (await accounts.Read(current.Account, cancellationToken)).Sessions.Where(session => session.ExpiresAt > now);
        return Results.Ok(new
        {
            Items = sessions.OrderByDescending(session => session.ExpiresAt)
                .Select(session => new SessionResponse(
                    session.Id, session.Device, session.StartedAt, session.RefreshedAt ?? session.StartedAt, session.Id == current.Id)),
        });
    }

    /// <param name="UsedAt">When it was refreshed last, which an open portal does every quarter of an hour.</param>
    public sealed record SessionResponse(string Id, string Device, DateTimeOffset? StartedAt, DateTimeOffset? UsedAt, bool IsCurrent);
}
