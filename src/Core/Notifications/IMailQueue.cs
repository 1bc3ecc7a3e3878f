namespace Dfm.Core.Notifications;

/// <summary>The queue of mails to send. The consumer retries; it is idempotent by the mail's id.</summary>
public interface IMailQueue
{
    /// <summary>Enqueues a mail. A second message with the same id is dropped.</summary>
    Task Enqueue(MailMessage mail, CancellationToken cancellationToken);
}
