using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Orders;

/// <summary>Activity: asks for the mail that reminds the desk of an order that nobody has validated in time.</summary>
/// <param name="customers">Know the customer's name.</param>
/// <param name="mails">The queue of mails.</param>
/// <param name="options">Know the desk's address.</param>
public sealed class RemindOrderDesk(ICustomerStore customers, IMailQueue mails, IOptions<MailOptions> options)
{
    /// <summary>Asks for the reminder; running twice does it once.</summary>
    [Function(nameof(RemindOrderDesk)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var customer = await customers.Find(order.Customer, cancellationToken);
        var desk = new MailRecipient(options.Value.OrderDesk, "Service commandes");
        await mails.Ask(OrderMails.Reminder(order, customer?.Name ?? order.Customer.Value, desk), cancellationToken);
    }
}
