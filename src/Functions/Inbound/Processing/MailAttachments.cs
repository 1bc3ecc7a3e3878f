using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Functions.Attachments;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Inbound.Parsing;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>The files of a mail, by the rules of the portal's forms: those that are not taken keep no other out, and their sender is told.</summary>
public sealed class MailAttachments(AttachmentBlobs blobs, IMailQueue answers, TimeProvider clock)
{
    /// <summary>Which files are taken, and which not.</summary>
    /// <param name="alreadyThere">How many files there are already.</param>
    public static async Task<(IReadOnlyList<SpooledFile> Taken, IReadOnlyList<RefusedFile> Refused)> Sift(
        ReadMail read, int alreadyThere, CancellationToken cancellationToken)
    {
        var (taken, refused) = (new List<SpooledFile>(), new List<RefusedFile>());
        foreach (var file in read.Files)
        {
            if (await file.Refusal(alreadyThere + taken.Count, cancellationToken) is { } why) refused.Add(new(file.File.Name, why.Detail));
            else taken.Add(file);
        }

        return (taken, refused);
    }

    /// <summary>Stores files for a command; the upload forgets them unless that is applied.</summary>
    public async Task<AttachmentUpload> Store(
        IEnumerable<SpooledFile> files, AttachmentFolder folder, Caller by, CancellationToken cancellationToken)
    {
        var upload = new AttachmentUpload(blobs, by, clock);
        foreach (var file in files)
        {
            var problem = await upload.Add(
                file.File.Name, file.Open(), () => Task.FromResult<Result<AttachmentFolder>>(folder), cancellationToken);
            if (problem is not null) throw new InvalidOperationException($"A file that was accepted was refused: {problem.Code}.");
        }

        return upload;
    }

    /// <summary>Tells the sender which files were not taken, if any.</summary>
    public Task TellRefused(Filing filing, MailTopic topic, IReadOnlyList<RefusedFile> refused, CancellationToken cancellationToken) =>
        refused.Count == 0
            ? Task.CompletedTask
            : answers.Enqueue(
                InboundAnswers.TellRefusedFiles(filing.Record, Person.Of(filing.By), topic, refused), cancellationToken);
}
