using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders;

/// <summary>One order with its lines, parcels, journal and cancellation window.</summary>
public sealed class GetOrder(IOrderStore orders)
{
    /// <summary>The order with its ETag.</summary>
    [Function(nameof(GetOrder)), Audience(Audience.Customer, Right.Orders)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{number}")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!OrderNumber.TryParse(number, out var order)) return OrderProblems.NotFound.ToHttp();
        var found = await orders.FindWithJournal(caller.Customer, order, cancellationToken);
        return found?.Stored.Value is { } visible && caller.MaySee(visible.Site.Id)
            ? new VersionedResult(OrderResponse.Of(visible, found.Journal))
            : OrderProblems.NotFound.ToHttp();
    }
}
