using System.Text.Json;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Core.Privacy;
using Dfm.Functions.Inbound.Parsing;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>What the staff has said of a mail.</summary>
/// <param name="Assignment">Which of its assignments: <see cref="InboundRecord.Assignments"/>.</param>
public sealed record AssignedMail(string Id, AssignmentTarget Target, int Assignment);

/// <summary>
/// Makes a mail a part of what the staff has assigned it to, in its sender's name. What takes no mail any more gives it back to the staff.
/// </summary>
public sealed class AssignedMailEffect(
    TableInboundStore mails,
    InboundBlobs originals,
    MailReader reader,
    IUserStore users,
    IAssetStore assets,
    MailToDit dits,
    MailReplies replies) : IEffectHandler
{
    private const string EffectName = "assigned-mail";

    public string Name => EffectName;

    public static OutboxEffect Of(AssignedMail assigned) => OutboxEffect.Handle(EffectName, $"{assigned.Id}-{assigned.Assignment}", assigned);

    public async Task Perform(JsonElement payload, CancellationToken cancellationToken)
    {
        var assigned = payload.Deserialize<AssignedMail>(StorageJson.Options)!;
        if (await mails.Find(assigned.Id, cancellationToken) is not { Value.State: InboundState.Assigned } stored) return;
        if (stored.Value.Assignments != assigned.Assignment) return;
        await using var read = await originals.Read(reader, assigned.Id, cancellationToken);
        var record = stored.Value with { Mail = stored.Value.Mail ?? read.Mail };
        // Its sender was erased meanwhile.
        if (record.Mail?.From is not { Length: > 0 } from) return;
        var filing = new Filing(record, read, await SenderOf(record.Mail, from, assigned.Target.Customer, cancellationToken));
        var filed = await File(filing, assigned.Target, cancellationToken);
        var after = filed.Match(topic => record with { About = topic }, _ => record.Hold(HoldReason.NotAssigned, assigned.Target.Topic));
        await mails.Save(stored, after, cancellationToken);
    }

    private async Task<Result<MailTopic>> File(Filing filing, AssignmentTarget target, CancellationToken cancellationToken)
    {
        if (target.Topic is { } topic) return await replies.Add(filing, topic, cancellationToken);
        return await assets.Find(target.Customer, target.Asset!.Value, cancellationToken) is { } asset
            ? await dits.Raise(filing, asset, cancellationToken)
            : InboundProblems.NotFound;
    }

    /// <summary>
    /// The sender, as a person of the customer: the staff vouches for that, and for what the person may see. Whoever has no account is named
    /// as the mail does.
    /// </summary>
    private async Task<Caller> SenderOf(InboundMail mail, string from, CustomerId customer, CancellationToken cancellationToken)
    {
        var known = (await users.FindByEmail(from, cancellationToken)).FirstOrDefault(account => account.Customer == customer);
        return new Caller(
            known?.User ?? new MailSender(from).User,
            customer,
            known?.Name ?? (mail.FromName.Length > 0 ? mail.FromName : from),
            from,
            Profile.Supervisor,
            []);
    }
}
