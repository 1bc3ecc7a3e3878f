using Dfm.Core.Inbound;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Processing;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Inbound.Webhooks;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Inbound;

/// <summary>
/// SendGrid's Inbound Parse brings a mail. It is stored as it came, and a row with an effect says so: what becomes of it is decided behind
/// the outbox (<see cref="InboundMailEffect"/>), so that no mail, whatever is in it, makes this fail.
/// </summary>
public sealed class ReceiveMail(
    SignedBodies<ReceiveMail> bodies, CommandPipeline pipeline, TableInboundStore mails, InboundBlobs originals, IOptions<InboundOptions> options, TimeProvider clock)
{
    /// <summary>SendGrid takes mails up to 30 MB; what it sends of one is no larger but for the form's own lines.</summary>
    public const long MaxBytes = 40 * 1024 * 1024;

    /// <summary>
    /// 202 for every mail of SendGrid's, be it a good one. A 5xx lets SendGrid try again for three days; the same mail again is the same blob
    /// and the same row.
    /// </summary>
    [Function(nameof(ReceiveMail)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "inbound/email")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (settings, now) = (options.Value, clock.GetUtcNow());
        var keys = InboundOptions.KeysOf(settings.MailPublicKeys);
        var read = await bodies.Read(request, MaxBytes, keys, settings.SignedWithin, now, cancellationToken);
        if (!read.IsSuccess) return read.Problem.ToHttp();
        await using var body = read.Value;
        await using var execution = pipeline.Begin(TableNames.InboundMails, TableInboundStore.Partition);
        await originals.Store(body.Sha256, request.ContentType ?? "", body.Content, cancellationToken);
        var outcome = await execution.Run(Receive, () => InboundProblems.Busy, idempotency: null);
        return outcome.ToHttp(_ => Results.StatusCode(StatusCodes.Status202Accepted));

        async Task<Result<bool>> Receive(UnitOfWork unit)
        {
            if (await mails.Find(body.Sha256, cancellationToken) is not null) return false;
            TableInboundStore.Add(unit, new InboundRecord(body.Sha256, now, InboundState.Received, null, null, null));
            unit.Follow(InboundMailEffect.Of(body.Sha256));
            return true;
        }
    }
}
