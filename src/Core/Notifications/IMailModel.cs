namespace Dfm.Core.Notifications;

/// <summary>What one kind of mail shows. Its type decides its template, so that the two cannot be mixed up.</summary>
public interface IMailModel
{
    /// <summary>The name of the mail's templates, one of <see cref="MailTemplate"/>.</summary>
    static abstract string Template { get; }
}
