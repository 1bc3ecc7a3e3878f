namespace Dfm.Core.Notifications;

/// <summary>The data of one kind of mail. The type determines the template, so the two cannot be mismatched.</summary>
public interface IMailModel
{
    /// <summary>The name of the mail's templates, one of <see cref="MailTemplate"/>.</summary>
    static abstract string Template { get; }

    /// <summary>What the mail is about: its button opens it. Null for a mail about many things, or about one without a page.</summary>
    MailTopic? Topic => null;

    /// <summary>The path of the portal's page that the mail's button opens; null for the portal itself.</summary>
    string? PagePath => Topic?.Path;
}

/// <summary>A mail about a DIT.</summary>
public interface IDitMail : IMailModel
{
    /// <summary>The DIT.</summary>
    DitRecap Dit { get; }

    MailTopic? IMailModel.Topic => new(MailTopicKind.Dit, Dit.Number);
}

/// <summary>A mail about an order.</summary>
public interface IOrderMail : IMailModel
{
    /// <summary>The order.</summary>
    OrderRecap Order { get; }

    MailTopic? IMailModel.Topic => new(MailTopicKind.Order, Order.Number);
}

/// <summary>A mail about an approval.</summary>
public interface IApprovalMail : IMailModel
{
    /// <summary>The approval.</summary>
    ApprovalRecap Approval { get; }

    MailTopic? IMailModel.Topic => new(MailTopicKind.Approval, Approval.Number);
}
