using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders;

/// <summary>The orders that the caller may see, newest first, by state.</summary>
public sealed class ListOrders(IOrderStore orders)
{
    /// <summary>A page of orders: one range query for a supervisor, one for each assigned site of a user.</summary>
    [Function(nameof(ListOrders)), Audience(Audience.Customer, Right.Orders)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var query = Lists.Query<OrderState, OrderNumber>(request, caller);
        return query.IsSuccess
            ? Lists.ToHttp(await orders.List(caller.Customer, query.Value, cancellationToken))
            : query.Problem.ToHttp();
    }
}
