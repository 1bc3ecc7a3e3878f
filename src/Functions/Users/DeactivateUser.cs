using Dfm.Core.Usage;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Users.Commands;

namespace Dfm.Functions.Users;

/// <summary>Closes a user's account.</summary>
public sealed class DeactivateUser(UserCommandHandler users)
{
    /// <summary>
    /// 200: nobody signs in with it any more, and whoever is signed in is out with the next request. 409 <c>last-supervisor</c> for the
    /// customer's last Superviseur.
    /// </summary>
    [Function(nameof(DeactivateUser)), Audience(Audience.Supervisor)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{id}/deactivate")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => users.Change(
                context.Caller(),
                id,
                UsageActions.UserDeactivated,
                (user, _) => user.Deactivate(),
                conditions.Idempotency,
                cancellationToken))
            .ToHttp();
}
