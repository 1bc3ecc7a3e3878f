using Dfm.Core.Accounts;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Accounts;

/// <summary>Tells the signed-in person who it is and what it may do.</summary>
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
        // A customer that was removed within the token's quarter of an hour.
        return customer is null ? AuthProblems.TokenInvalid.ToHttp() : Results.Ok(MeAnswer.Of(caller, customer));
    }
}
