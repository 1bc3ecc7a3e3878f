using System.Globalization;
using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Responses;
using OrderMessage = Dfm.Core.Orders.AddMessage;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>Makes a mail a message on the DIT or the order that it is about, by the same commands as the portal's own forms.</summary>
public sealed class MailReplies(
    DitCommandHandler ditCommands, OrderCommandHandler orderCommands, IDitStore dits, MailAttachments attachments, TimeProvider clock)
{
    private const int LongestMessage = 4_000;

    /// <summary>Adds the text and the files, once each; or tells why not.</summary>
    public Task<Result<MailTopic>> Add(Filing filing, MailTopic topic, CancellationToken cancellationToken) =>
        topic.Kind is MailTopicKind.Dit ? AddToDit(filing, topic, cancellationToken) : AddToOrder(filing, topic, cancellationToken);

    private async Task<Result<MailTopic>> AddToDit(Filing filing, MailTopic topic, CancellationToken cancellationToken)
    {
        var number = DitNumber.Of(long.Parse(topic.Number, CultureInfo.InvariantCulture));
        if (await dits.Find(filing.By.Customer, number, cancellationToken) is not { Value: var dit }) return DitProblems.NotFound;
        if (!filing.By.MaySee(dit.Subject.Site)) return DitProblems.NotFound;
        // Without its own, which are there where a process has died behind their command.
        var others = dit.Attachments.Count(file => !filing.Has(file));
        var (taken, refused) = await MailAttachments.Sift(filing.Read, others, cancellationToken);
        var text = filing.Read.Mail.Text.Written;
        if (text.Length == 0 && taken.Count + refused.Count == 0) return InboundProblems.Empty;
        // No command tells, where nothing of the mail is taken.
        if (text.Length + taken.Count == 0 && !dit.State.IsOpen()) return DitProblems.NoLongerOpen(dit.State);
        if (text.Length > 0)
        {
            var message = new AddMessage(clock.GetUtcNow(), filing.By.ToActor(), MailText.Cut(text, LongestMessage));
            if (Filing.Settle(await Execute(message, "message")) is { IsSuccess: false, Problem: var problem }) return problem;
        }

        if (taken.Count > 0)
        {
            using var upload = await attachments.Store(taken, AttachmentFolder.Of(filing.By.Customer, number), filing.By, cancellationToken);
            var outcome = await upload.KeepIfApplied(
                () => Execute(new AddAttachments(clock.GetUtcNow(), filing.By.ToActor(), upload.Attachments), "files"));
            if (Filing.Settle(outcome) is { IsSuccess: false, Problem: var problem }) return problem;
        }

        await attachments.TellRefused(filing, topic, refused, cancellationToken);
        return topic;

        Task<CommandOutcome<StoredResponse>> Execute(DitCommand command, string part) => ditCommands.Execute(
            filing.By,
            topic.Number,
            command,
            new CommandConditions(null, filing.Once(part, topic)),
            done => DitResponse.Of(done).ToResponse(),
            cancellationToken);
    }

    /// <summary>An order takes no files: they are named in the message, and stay with the original.</summary>
    private async Task<Result<MailTopic>> AddToOrder(Filing filing, MailTopic topic, CancellationToken cancellationToken)
    {
        var files = string.Join(", ", filing.Read.Mail.Files.Select(file => file.Name));
        string[] parts = [filing.Read.Mail.Text.Written, files.Length > 0 ? $"[Pièces jointes au mail : {files}]" : ""];
        var text = MailText.Cut(string.Join('\n', parts.Where(part => part.Length > 0)), LongestMessage);
        if (text.Length == 0) return InboundProblems.Empty;
        var outcome = await orderCommands.Execute(
            filing.By,
            topic.Number,
            new OrderMessage(clock.GetUtcNow(), filing.By.ToActor(), text),
            new CommandConditions(null, filing.Once("message", topic)),
            done => OrderResponse.Of(done).ToResponse(),
            cancellationToken);
        return Filing.Settle(outcome).Then<MailTopic>(_ => topic);
    }
}
