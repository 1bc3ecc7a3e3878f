using System.Globalization;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>The delivery note of one parcel (« bon de livraison »), to print.</summary>
public sealed class GetDeliveryNote(IStaffQueue<OrderNumber, OrderState, OrderSummary> queue, IOrderStore orders, ICustomerStore customers)
{
    /// <summary>A PDF with the customer's comment and without the customer's own reference.</summary>
    [Function(nameof(GetDeliveryNote)), Audience(Audience.Staff, Scope = "orders.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/orders/{number}/delivery-notes/{delivery}")]
        HttpRequest request,
        string number,
        string delivery,
        CancellationToken cancellationToken)
    {
        if (!OrderNumber.TryParse(number, out var order) || await queue.CustomerOf(order, cancellationToken) is not { } owner)
            return OrderProblems.NotFound.ToHttp();
        var naming = customers.Find(owner, cancellationToken);
        if (await orders.Find(owner, order, cancellationToken) is not { } found) return OrderProblems.NotFound.ToHttp();
        var named = int.TryParse(delivery, NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? sent : 0;
        var customer = (await naming)?.Name ?? owner.Value;
        return DeliveryNote.Of(found.Value, named, customer) is { } note
            ? new DeliveryNoteResult(note)
            : OrderProblems.DeliveryNotFound.ToHttp();
    }
}
