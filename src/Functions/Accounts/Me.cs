using Dfm.Functions.Accounts.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

public sealed class Me(ICustomerStore customers)
{
    /// <summary><c>GET me</c>: one range read of the customer's partition.</summary>
    [Function(nameof(Me)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var customer = await customers.Find(caller.Customer, cancellationToken);
        // The customer was removed during the token's lifetime of fifteen minutes.
        return customer is null ? AuthProblems.TokenInvalid.ToHttp() : Results.Ok(MeResponse.Of(caller, customer));
    }
}
