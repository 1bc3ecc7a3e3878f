using Dfm.Core.Notifications;
using Dfm.Functions.Security;

namespace Dfm.Functions.Mail;

/// <summary>Activity: puts a mail that a lifecycle asks for on the queue. The mail's id makes it happen once.</summary>
/// <param name="mails">The queue.</param>
public sealed class EnqueueEmail(IMailQueue mails)
{
    /// <summary>Asks for the mail.</summary>
    [Function(nameof(EnqueueEmail))]
    [Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] MailMessage mail, CancellationToken cancellationToken) => mails.Enqueue(mail, cancellationToken);
}
