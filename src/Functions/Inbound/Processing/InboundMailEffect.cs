using System.Text.Json;
using Dfm.Core.Inbound;
using Dfm.Functions.Inbound.Parsing;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>
/// Looks at a mail that came in, and does with it what <see cref="MailSorter"/> says. Each step is idempotent by the mail's id, and what became
/// of it is written down last: wherever the process dies, the outbox comes again and finds it as far as it got.
/// </summary>
public sealed class InboundMailEffect(TableInboundStore mails, InboundBlobs originals, MailReader reader, MailSorter sorter) : IEffectHandler
{
    private const string EffectName = "inbound-mail";

    public string Name => EffectName;

    public static OutboxEffect Of(string id) => OutboxEffect.Handle(EffectName, id, id);

    public async Task Perform(JsonElement payload, CancellationToken cancellationToken)
    {
        if (await mails.Find(payload.GetString()!, cancellationToken) is not { Value.State: InboundState.Received } stored) return;
        await using var read = await originals.Read(reader, stored.Value.Id, cancellationToken);
        var after = await sorter.Sort(stored.Value with { Mail = read.Mail }, read, cancellationToken);
        await mails.Save(stored, after, cancellationToken);
    }
}
