namespace Dfm.Core.Notifications;

/// <summary>The kinds of things that mails are about.</summary>
public enum MailTopicKind
{
    /// <summary>A DIT.</summary>
    Dit,

    /// <summary>An order.</summary>
    Order,

    /// <summary>An approval of a cart.</summary>
    Approval,
}

/// <summary>The one thing that a mail is about.</summary>
/// <param name="Number">Its number, as shown to customers.</param>
public sealed record MailTopic(MailTopicKind Kind, string Number)
{
    /// <summary>The path of its page on the portal: the front-end keeps these for good, since mails live long.</summary>
    public string Path => $"/{Pages}/{Uri.EscapeDataString(Number)}";

    private string Pages => Kind switch
    {
        MailTopicKind.Dit => "dits",
        MailTopicKind.Order => "orders",
        MailTopicKind.Approval => "approvals",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "A topic without a page."),
    };
}
