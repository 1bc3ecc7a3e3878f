using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>One order of any customer, for DFM's staff.</summary>
public sealed class GetBackofficeOrder(IStaffQueue<OrderNumber, OrderState, OrderSummary> queue, IOrderStore orders)
{
    /// <summary>The order with its ETag and whose it is.</summary>
    [Function(nameof(GetBackofficeOrder)), Audience(Audience.Staff, Scope = "orders.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/orders/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        if (!OrderNumber.TryParse(number, out var order) || await queue.CustomerOf(order, cancellationToken) is not { } customer)
            return OrderProblems.NotFound.ToHttp();
        return await orders.FindWithJournal(customer, order, cancellationToken) is { } found
            ? new VersionedResult(OrderResponse.Of(found.Stored.Value, found.Journal) with { Customer = customer })
            : OrderProblems.NotFound.ToHttp();
    }
}
