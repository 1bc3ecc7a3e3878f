namespace Dfm.Core.Notifications;

/// <summary>The data of one kind of mail. The type determines the template, so the two cannot be mismatched.</summary>
public interface IMailModel
{
    /// <summary>The name of the mail's templates, one of <see cref="MailTemplate"/>.</summary>
    static abstract string Template { get; }
}
