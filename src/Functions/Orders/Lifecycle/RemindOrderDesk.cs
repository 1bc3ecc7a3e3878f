using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Orders.Lifecycle;

/// <summary>Activity: enqueues the mail that reminds the desk of an order that nobody has validated in time.</summary>
public sealed class RemindOrderDesk(ICustomerStore customers, IMailQueue mails, IOptions<MailOptions> options)
{
    /// <summary>Idempotent by the mail's id.</summary>
    [Function(nameof(RemindOrderDesk)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] Order order, CancellationToken cancellationToken)
    {
        var customer = await customers.Find(order.Customer, cancellationToken);
        var desk = new MailRecipient(options.Value.OrderDesk, "Service commandes");
        await mails.Enqueue(OrderMails.Reminder(order, customer?.Name ?? order.Customer.Value, desk), cancellationToken);
    }
}
