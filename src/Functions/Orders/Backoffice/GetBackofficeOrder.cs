using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>One order of any customer, for DFM's staff.</summary>
public sealed class GetBackofficeOrder(
    IStaffQueue<OrderNumber, OrderState, OrderSummary> queue, IOrderStore orders, IMailFailureStore failures)
{
    /// <summary>The order with its ETag, whose it is, and which of its mails did not arrive.</summary>
    [Function(nameof(GetBackofficeOrder)), Audience(Audience.Staff, Scope = "orders.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/orders/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        if (!OrderNumber.TryParse(number, out var order) || await queue.CustomerOf(order, cancellationToken) is not { } customer)
            return OrderProblems.NotFound.ToHttp();
        var failing = failures.About($"order-{order}", cancellationToken);
        var found = await orders.FindWithJournal(customer, order, cancellationToken);
        var failed = await failing;
        return found is not null
            ? new VersionedResult(OrderResponse.Of(found.Stored.Value, found.Journal) with
            {
                Customer = customer,
                MailFailures = MailFailureResponse.Of(failed),
            })
            : OrderProblems.NotFound.ToHttp();
    }
}
