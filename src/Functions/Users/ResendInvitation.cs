using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Users.Commands;

namespace Dfm.Functions.Users;

/// <summary>Sends the invitation of a person who has not followed it once more.</summary>
public sealed class ResendInvitation(UserCommandHandler users)
{
    /// <summary>200; the link of the last one is worth nothing any more. 409 <c>user-not-invited</c> for whoever has set a password.</summary>
    [Function(nameof(ResendInvitation)), Audience(Audience.Supervisor)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{id}/invitation")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => users.InviteAgain(context.Caller(), id, conditions.Idempotency, cancellationToken))
            .ToHttp();
}
