using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Dits;

/// <summary>Activity: asks for the mail that reminds the service desk of a DIT that nobody has planned in time.</summary>
/// <param name="customers">Know the customer's name.</param>
/// <param name="mails">The queue of mails.</param>
/// <param name="options">Know the service desk's address.</param>
public sealed class RemindServiceDesk(ICustomerStore customers, IMailQueue mails, IOptions<MailOptions> options)
{
    /// <summary>Asks for the reminder; running twice does it once.</summary>
    [Function(nameof(RemindServiceDesk))]
    [Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] Dit dit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dit);
        var customer = await customers.Find(dit.Customer, cancellationToken);
        var desk = new MailRecipient(options.Value.ServiceDesk, "Service technique");
        await mails.Ask(DitMails.Reminder(dit, customer?.Name ?? dit.Customer.Value, desk), cancellationToken);
    }
}
