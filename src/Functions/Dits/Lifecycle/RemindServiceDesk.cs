using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Dits.Lifecycle;

/// <summary>Activity: enqueues the mail that reminds the service desk of a DIT that nobody has planned in time.</summary>
public sealed class RemindServiceDesk(ICustomerStore customers, IMailQueue mails, IOptions<MailOptions> options)
{
    /// <summary>Idempotent by the mail's id.</summary>
    [Function(nameof(RemindServiceDesk))]
    [Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] Dit dit, CancellationToken cancellationToken)
    {
        var customer = await customers.Find(dit.Customer, cancellationToken);
        var desk = new MailRecipient(options.Value.ServiceDesk, "Service technique");
        await mails.Enqueue(DitMails.Reminder(dit, customer?.Name ?? dit.Customer.Value, desk), cancellationToken);
    }
}
