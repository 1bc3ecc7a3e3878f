using Dfm.Core.Orders;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>The states of an order with their labels, to pick one from.</summary>
public sealed class ListOrderStates
{
    [Function(nameof(ListOrderStates)), Audience(Audience.Staff, Scope = "orders.read")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/order-states")] HttpRequest request) =>
        Results.Ok(new { Items = Enum.GetValues<OrderState>().Select(state => new { Code = state, Label = state.Label() }) });
}
