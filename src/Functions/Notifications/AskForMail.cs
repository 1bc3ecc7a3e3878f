using Dfm.Core.Notifications;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Notifications;

/// <summary>Activity: puts a mail that a lifecycle asks for on the queue. The mail's id makes it happen once.</summary>
/// <param name="mails">The queue.</param>
public sealed class AskForMail(IMailQueue mails)
{
    /// <summary>Asks for the mail.</summary>
    [Function(nameof(AskForMail))]
    [Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] MailMessage mail, CancellationToken cancellationToken) => mails.Ask(mail, cancellationToken);
}
