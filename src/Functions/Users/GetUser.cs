using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Users.Responses;

namespace Dfm.Functions.Users;

/// <summary>One user of the Superviseur's own customer.</summary>
public sealed class GetUser(IUserStore users)
{
    [Function(nameof(GetUser)), Audience(Audience.Supervisor)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        UserId.TryParse(id, out var user) && await users.Find(context.Caller().Customer, user, cancellationToken) is { } found
            ? Results.Ok(UserResponse.Of(found))
            : UserProblems.NotFound.ToHttp();
}
