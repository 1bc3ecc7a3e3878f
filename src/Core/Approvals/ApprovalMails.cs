using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;

namespace Dfm.Core.Approvals;

/// <summary>
/// The mails of an approval. Their ids are deterministic, so enqueueing is idempotent. An approved cart has none of its own: the mails of
/// its orders report it.
/// </summary>
public static class ApprovalMails
{
    /// <summary>To a Superviseur: a cart awaits approval.</summary>
    public static MailMessage Requested(Approval approval, Person supervisor)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        return Mail(approval, $"requested-{supervisor.User.Fingerprint}", supervisor, new ApprovalRequestedMail(Recap(approval)));
    }

    /// <summary>To the requester: the cart awaits approval.</summary>
    public static MailMessage Submitted(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return Mail(approval, "submitted", approval.RequestedBy, new ApprovalSubmittedMail(Recap(approval)));
    }

    /// <summary>The mails about the end of <paramref name="approval"/>.</summary>
    public static IReadOnlyList<MailMessage> Ended(Approval approval, ApprovalRuling ruling)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return ruling switch
        {
            { State: ApprovalState.Refused, By: { } by, Reason: { } reason } =>
                [Mail(approval, "refused", approval.RequestedBy, new ApprovalRefusedMail(Recap(approval), by, ruling.At, reason))],
            { State: ApprovalState.Expired } =>
                [Mail(approval, "expired", approval.RequestedBy, new ApprovalExpiredMail(Recap(approval)))],
            _ => [],
        };
    }

    private static MailMessage Mail<TModel>(Approval approval, string what, Person to, TModel model) where TModel : IMailModel =>
        MailMessage.Create($"approval-{approval.Number}-{what}", new MailRecipient(to.Email, to.Name), model);

    private static ApprovalRecap Recap(Approval approval) => new(
        approval.Number.Value,
        approval.RequestedBy.Name,
        approval.RequestedAt,
        approval.ExpiresAt,
        [.. approval.ToCart().Deliveries().Select(Recap)]);

    private static ApprovalRecapSite Recap(CartDelivery delivery) => new(
        delivery.Site.Name,
        delivery.Comment,
        Order.JoinReferences(delivery.Items.Select(item => item.CustomerReference)),
        [.. delivery.Items.Select(item => OrderMails.Asset(item.Asset, item.Lines.Select(Line)))]);

    private static OrderRecapLine Line(CartLine line) => OrderMails.Line(
        line.Reference, line.Designation, line.Colour, line.Included, line.Price, line.Quantity, delivered: 0);
}
