namespace Dfm.Core.Notifications;

/// <summary>Where mails are asked for. They are sent by a consumer of the queue, with retries, each id once.</summary>
public interface IMailQueue
{
    /// <summary>Puts the mail on the queue. Asking again with the same id adds nothing.</summary>
    Task Ask(MailMessage mail, CancellationToken cancellationToken);
}
