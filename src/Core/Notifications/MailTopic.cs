using System.Text.Json.Serialization;

namespace Dfm.Core.Notifications;

/// <summary>The kinds of things that mails are about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailTopicKind>))]
public enum MailTopicKind
{
    /// <summary>A DIT.</summary>
    Dit,

    /// <summary>An order.</summary>
    Order,

    /// <summary>An approval of a cart.</summary>
    Approval,

    /// <summary>An invoice or a credit note.</summary>
    Invoice,
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
        MailTopicKind.Invoice => "invoices",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "A topic without a page."),
    };
}
