using Dfm.Core.Usage;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Users.Commands;

namespace Dfm.Functions.Users;

/// <summary>Changes who a user is and what the user may do.</summary>
public sealed class ChangeUser(UserCommandHandler users)
{
    /// <summary>200; it takes effect with the user's next request. What the body does not name stays as it is.</summary>
    [Function(nameof(ChangeUser)), Audience(Audience.Supervisor)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var form = await JsonBody.Read<UserForm>(request, cancellationToken);
        if (!form.IsSuccess) return form.Problem.ToHttp();
        return await users.Change(context.Caller(), id, UsageActions.UserChanged, form.Value.Change, idempotency: null, cancellationToken).ToHttp();
    }
}
