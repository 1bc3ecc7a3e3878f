using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Users.Commands;

namespace Dfm.Functions.Users;

/// <summary>Invites a person to the portal: a mail brings the link to the first sign-in.</summary>
public sealed class InviteUser(UserCommandHandler users)
{
    /// <summary>
    /// 201, whether or not the address signs in for another customer: then it gets no mail, and nothing tells so. 409 <c>user-exists</c> for one
    /// of the own customer's.
    /// </summary>
    [Function(nameof(InviteUser)), Audience(Audience.Supervisor)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        CommandRequest.Read<UserForm, UserForm>(request, context, form => form, cancellationToken)
            .Then(asked => users.Invite(context.Caller(), asked.Input, asked.Conditions.Idempotency, cancellationToken))
            .ToHttp();
}
