using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Inbound;

/// <summary>What becomes of a mail.</summary>
public abstract record InboundDecision
{
    private InboundDecision()
    {
    }

    /// <summary>It raises a DIT.</summary>
    public sealed record Raise(Account Person, Asset Asset) : InboundDecision;

    /// <summary>It is a message on a DIT or an order.</summary>
    public sealed record Reply(Account Person, MailTopic Topic) : InboundDecision;

    /// <summary>It names no asset, or several: its sender is asked which, and the staff may tell as well.</summary>
    /// <param name="Named">Those that it names.</param>
    public sealed record AskForAsset(Account Person, IReadOnlyList<Asset> Named) : InboundDecision;

    /// <summary>It waits for the staff, and its sender learns nothing.</summary>
    public sealed record Hold(HoldReason Reason) : InboundDecision;
}

/// <summary>A person who may be the sender.</summary>
/// <param name="Account">Active, with the mail's <c>From</c> address.</param>
/// <param name="Named">The assets that the mail names, as far as the person may see them.</param>
public sealed record PossibleSender(Account Account, IReadOnlyList<Asset> Named);

/// <summary>Whose a DIT or an order is.</summary>
public sealed record TopicOwner(CustomerId Customer, SiteId Site);

/// <summary>The rules by which mails are sorted.</summary>
public static class InboundDecisions
{
    /// <summary>What becomes of a mail.</summary>
    /// <param name="topic">The DIT or the order that it answers; null for a new one.</param>
    /// <param name="owner">Where the topic belongs; null where it is unknown.</param>
    /// <param name="senders">Who the sender may be: one address may belong to several people.</param>
    public static InboundDecision Decide(
        InboundMail mail, MailTopic? topic, TopicOwner? owner, IReadOnlyList<PossibleSender> senders)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(senders);
        if (mail.IsAutomatic) return Hold(HoldReason.Automatic);
        if (mail.From is null || !mail.IsTrusted) return Hold(HoldReason.NotAuthenticated);
        if (senders.Count == 0) return Hold(HoldReason.UnknownSender);
        return topic is null ? OfNewMail(senders) : OfReply(topic, owner, senders);
    }

    private static InboundDecision OfReply(MailTopic topic, TopicOwner? owner, IReadOnlyList<PossibleSender> senders)
    {
        var right = topic.Kind is MailTopicKind.Dit ? Right.Dits : Right.Orders;
        // Of several people with one address, somebody who sees it in the portal too.
        var person = senders.Select(sender => sender.Account).FirstOrDefault(
            account => account.Customer == owner?.Customer && account.ToCaller() is var caller && caller.May(right) && caller.MaySee(owner.Site));
        return person is null ? Hold(HoldReason.NotAllowed) : new InboundDecision.Reply(person, topic);
    }

    private static InboundDecision OfNewMail(IReadOnlyList<PossibleSender> senders)
    {
        var may = senders.Where(sender => sender.Account.ToCaller().May(Right.Dits)).ToList();
        if (may.Count == 0) return Hold(HoldReason.NotAllowed);
        var naming = may.Where(sender => sender.Named.Count > 0).ToList();
        // An address of several people is theirs in one customer; of two customers' people nobody can tell who has written.
        var customers = (naming.Count > 0 ? naming : may).Select(sender => sender.Account.Customer).Distinct().Count();
        if (customers > 1) return Hold(HoldReason.AmbiguousSender);
        var assets = naming.SelectMany(sender => sender.Named).DistinctBy(asset => asset.Id).ToList();
        return assets is [var one]
            ? new InboundDecision.Raise(naming[0].Account, one)
            : new InboundDecision.AskForAsset((naming.Count > 0 ? naming : may)[0].Account, assets);
    }

    private static InboundDecision.Hold Hold(HoldReason reason) => new(reason);
}
