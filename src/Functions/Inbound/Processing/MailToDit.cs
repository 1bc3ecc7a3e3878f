using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Storage;
using Dfm.Functions.Telemetry;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>Raises the DIT that a mail asks for, in the same way as the portal's form does.</summary>
public sealed class MailToDit(
    CommandPipeline pipeline, DitRaiser raiser, INatureStore natures, Numbers<DitNumber> numbers, MailAttachments attachments)
{
    /// <summary>Raises it, once; tells which DIT it is, or why there is none.</summary>
    public async Task<Result<MailTopic>> Raise(Filing filing, Asset asset, CancellationToken cancellationToken)
    {
        var form = MailedRequest.FormOf(filing.Read.Mail, asset.Kind, await natures.List(cancellationToken));
        var (taken, refused) = await MailAttachments.Sift(filing.Read, alreadyThere: 0, cancellationToken);
        var once = filing.Once("dit");
        await using var execution = pipeline.Begin(TableDitStore.Schema.Table, asset.Customer);
        // Where a process has died behind the commit, the files need not be stored again.
        var raised = Filing.Settle(await execution.Answered<StoredResponse>(once) ?? await Execute());
        if (!raised.IsSuccess) return raised.Problem;
        var topic = new MailTopic(MailTopicKind.Dit, raised.Value.Location!.Split('/')[^1]);
        await attachments.TellRefused(filing, topic, refused, cancellationToken);
        return topic;

        async Task<CommandOutcome<StoredResponse>> Execute()
        {
            var number = await numbers.Next(cancellationToken);
            using var upload = await attachments.Store(taken, AttachmentFolder.Of(asset.Customer, number), filing.By, cancellationToken);
            var outcome = await upload.KeepIfApplied(() => execution.Run(
                async unit =>
                {
                    var raised = await raiser.Raise(
                        unit, asset, form, Person.Of(filing.By), () => ValueTask.FromResult(number), upload.Attachments, open: null, cancellationToken);
                    return raised.Then<StoredResponse>(dit => unit.Respond(dit.ToResponse(StatusCodes.Status201Created, $"/api/dits/{dit.Number}")));
                },
                () => DitProblems.Busy(DitState.AwaitingPlanning),
                once));
            if (outcome.Match(applied: _ => true, refused: _ => false, replayed: _ => false, conflict: _ => false)) PortalMetrics.DitRaised();
            return outcome;
        }
    }
}
