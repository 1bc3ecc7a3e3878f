using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Mail;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>Finds out which DIT or order a mail answers, and where that belongs.</summary>
public sealed class MailTopics(
    ReplyAddresses replies,
    IStaffQueue<DitNumber, DitState, DitSummary> ditOwners,
    IStaffQueue<OrderNumber, OrderState, OrderSummary> orderOwners,
    IDitStore dits,
    IOrderStore orders)
{
    /// <summary>The address that it came to says it for sure; else what it answers does. Null for a mail that answers nothing.</summary>
    public MailTopic? TopicOf(InboundMail mail)
    {
        foreach (var recipient in mail.Recipients)
            if (replies.TryRead(recipient, out var topic)) return topic;
        foreach (var answered in mail.Answers)
            if (replies.TryReadMessageId(answered, out var topic)) return topic;
        return null;
    }

    /// <summary>Whose it is, and of which site; null where there is none of that number (any more).</summary>
    public Task<TopicOwner?> OwnerOf(MailTopic topic, CancellationToken cancellationToken) =>
        topic.Kind is MailTopicKind.Dit ? OfDit(topic.Number, cancellationToken) : OfOrder(topic.Number, cancellationToken);

    private async Task<TopicOwner?> OfDit(string text, CancellationToken cancellationToken) =>
        DitNumber.TryParse(text, out var number)
        && await ditOwners.CustomerOf(number, cancellationToken) is { } customer
        && await dits.Find(customer, number, cancellationToken) is { Value: var dit }
            ? new(customer, dit.Subject.Site)
            : null;

    private async Task<TopicOwner?> OfOrder(string text, CancellationToken cancellationToken) =>
        OrderNumber.TryParse(text, out var number)
        && await orderOwners.CustomerOf(number, cancellationToken) is { } customer
        && await orders.Find(customer, number, cancellationToken) is { Value: var order }
            ? new(customer, order.Site.Id)
            : null;
}
