using Dfm.Core.Usage;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Users.Commands;

namespace Dfm.Functions.Users;

/// <summary>Opens a user's account again, with its password.</summary>
public sealed class ReactivateUser(UserCommandHandler users)
{
    /// <summary>200; the person signs in again. An account that is open stays as it is.</summary>
    [Function(nameof(ReactivateUser)), Audience(Audience.Supervisor)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{id}/reactivate")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => users.Change(
                context.Caller(), id, UsageActions.UserReactivated, (user, _) => user.Reactivate(), conditions.Idempotency, cancellationToken))
            .ToHttp();
}
