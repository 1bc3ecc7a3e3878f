using Dfm.Functions.Security;
using Dfm.Functions.Users.Responses;

namespace Dfm.Functions.Users;

/// <summary>The users of the Superviseur's own customer.</summary>
public sealed class ListUsers(IUserStore users)
{
    /// <summary>All of them, by name: a customer has 500 at most.</summary>
    [Function(nameof(ListUsers)), Audience(Audience.Supervisor)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Results.Ok(new { Items = (await users.List(context.Caller().Customer, cancellationToken)).Select(UserResponse.Of) });
}
