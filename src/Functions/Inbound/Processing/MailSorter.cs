using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Functions.Inbound.Parsing;
using Dfm.Functions.Inbound.Storage;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>Finds out who has sent a mail and what it is about, decides (<see cref="InboundDecisions"/>), and has it done.</summary>
public sealed class MailSorter(
    TableInboundStore mails,
    IUserStore users,
    IAssetStore assets,
    IAssetPages assetPages,
    MailTopics topics,
    MailToDit raiser,
    MailReplies messages,
    IMailQueue answers)
{
    /// <summary>What has become of the mail, once it is done.</summary>
    public async Task<InboundRecord> Sort(InboundRecord record, ReadMail read, CancellationToken cancellationToken)
    {
        var mail = read.Mail;
        if (mail == InboundMail.Unreadable) return record.Hold(HoldReason.Unreadable, null);
        if (!await mails.IsFirst(record, mail, cancellationToken)) return record with { State = InboundState.Duplicate };
        var topic = topics.TopicOf(mail);
        var owner = topic is null ? Task.FromResult<TopicOwner?>(null) : topics.OwnerOf(topic, cancellationToken);
        var senders = await SendersOf(mail, topic is null, cancellationToken);
        var decision = InboundDecisions.Decide(mail, topic, await owner, senders);
        return decision switch
        {
            InboundDecision.Raise(var person, var asset) => Filed(
                record, await raiser.Raise(new(record, read, person.ToCaller()), asset, cancellationToken), null),
            InboundDecision.Reply(var person, var answered) => Filed(
                record, await messages.Add(new(record, read, person.ToCaller()), answered, cancellationToken), answered),
            InboundDecision.AskForAsset(var person, var named) => await Ask(record, person, named, cancellationToken),
            InboundDecision.Hold(var reason) => record.Hold(reason, topic),
            _ => throw new InvalidOperationException($"A decision that nobody follows: {decision.GetType().Name}."),
        };
    }

    /// <summary>Who it may be, with the assets that a new mail names; nobody is looked for where that would decide nothing.</summary>
    private async Task<IReadOnlyList<PossibleSender>> SendersOf(InboundMail mail, bool isNew, CancellationToken cancellationToken)
    {
        if (mail is not { From: { } from, IsTrusted: true, IsAutomatic: false }) return [];
        var known = await users.FindByEmail(from, cancellationToken);
        return await Task.WhenAll(known.Select(async account => new PossibleSender(
            account, isNew ? await NamedBy(mail, account.ToCaller(), cancellationToken) : [])));
    }

    /// <summary>What the mail itself names goes before what it quotes or forwards.</summary>
    private async Task<IReadOnlyList<Asset>> NamedBy(InboundMail mail, Caller caller, CancellationToken cancellationToken)
    {
        var named = await Find(AssetMentions.In(mail.Subject, mail.Text.Written), caller, cancellationToken);
        return named.Count > 0 ? named : await Find(AssetMentions.In(mail.Text.Quoted), caller, cancellationToken);
    }

    private async Task<IReadOnlyList<Asset>> Find(AssetMentions mentions, Caller caller, CancellationToken cancellationToken)
    {
        var byId = mentions.Words.SelectMany(word => word.Ids).Distinct().Select(id => assets.Find(caller.Customer, id, cancellationToken));
        var bySerial = mentions.Words.Select(word => word.Serial).Where(serial => serial.Length > 0).Distinct()
            .Select(serial => assets.FindBySerial(caller.Customer, serial, cancellationToken));
        var (ids, serials) = (Task.WhenAll(byId), Task.WhenAll(bySerial));
        return [
            .. (await ids).OfType<Asset>().Concat((await serials).SelectMany(found => found))
                .Where(asset => caller.MaySee(asset.Site))
                .DistinctBy(asset => asset.Id),
        ];
    }

    private static InboundRecord Filed(InboundRecord record, Result<MailTopic> filed, MailTopic? about) => filed.Match(
        topic => record with { State = InboundState.Done, About = topic },
        problem => record.Hold(
            problem == InboundProblems.Empty ? HoldReason.Unreadable
            : problem.Kind is ProblemKind.Conflict ? HoldReason.NotOpen
            : HoldReason.NotAllowed,
            about));

    private async Task<InboundRecord> Ask(
        InboundRecord record, Account person, IReadOnlyList<Asset> named, CancellationToken cancellationToken)
    {
        var page = await assetPages.Read(
            person.ToCaller(), new AssetFilter(), cursor: null, InboundAnswers.MostAssets + 1, cancellationToken);
        var own = page.Value.Items.Select(shown => shown.Asset).ToList();
        await answers.Enqueue(InboundAnswers.AskForAsset(record, person, named, own), cancellationToken);
        return record.Hold(HoldReason.NoAsset, null);
    }
}
