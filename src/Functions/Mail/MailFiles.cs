using Dfm.Core.Attachments;
using Dfm.Core.Notifications;
using Dfm.Functions.Attachments.Storage;

namespace Dfm.Functions.Mail;

/// <summary>
/// Reads the files that travel with mails. SendGrid takes them as Base64 in one JSON body, so they are held in memory, those of
/// <see cref="MailsAtOnce"/> mails at a time; other mails do not wait for them.
/// </summary>
public sealed class MailFiles(AttachmentBlobs blobs) : IDisposable
{
    private const int MailsAtOnce = 2;
    private readonly SemaphoreSlim room = new(MailsAtOnce);

    /// <summary>
    /// The files of a mail, until they are disposed of. A file that is no longer stored is left out; one that must not be handed out (yet)
    /// is withheld.
    /// </summary>
    public async Task<Loaded> Read(MailMessage mail, CancellationToken cancellationToken)
    {
        if (mail.Files.Count == 0) return new Loaded([], null);
        await room.WaitAsync(cancellationToken);
        try
        {
            var read = await Task.WhenAll(mail.Files.Select(file => Read(file, cancellationToken)));
            return new Loaded([.. read.OfType<LoadedFile>()], room);
        }
        catch
        {
            room.Release();
            throw;
        }
    }

    public void Dispose() => room.Dispose();

    private async Task<LoadedFile?> Read(MailFile file, CancellationToken cancellationToken)
    {
        if (await blobs.Open(file.Blob, cancellationToken) is not { } stored) return null;
        await using (stored)
        {
            if (stored.Refusal is not null) return new LoadedFile(file, "", stored.Scan);
            using var bytes = new MemoryStream();
            await stored.Content.CopyToAsync(bytes, cancellationToken);
            return new LoadedFile(file, Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length), stored.Scan);
        }
    }

    /// <summary>A file in memory.</summary>
    /// <param name="Content">In Base64; empty when the file is withheld.</param>
    public sealed record LoadedFile(MailFile File, string Content, ScanState Scan);

    /// <summary>The files of one mail, in memory.</summary>
    /// <param name="all">The files.</param>
    /// <param name="room">Where there is room for another mail's files once these are disposed of.</param>
    public sealed class Loaded(IReadOnlyList<LoadedFile> all, SemaphoreSlim? room) : IDisposable
    {
        /// <summary>Those that travel, each with its content in Base64.</summary>
        public IReadOnlyList<(MailFile File, string Content)> Files { get; } =
            [.. all.Where(one => one.Scan.Refusal() is null).Select(one => (one.File, one.Content))];

        /// <summary>Those that must not travel, or not yet.</summary>
        public IReadOnlyList<WithheldFile> Withheld { get; } =
            [.. all.Where(one => one.Scan.Refusal() is not null).Select(one => new WithheldFile(one.File.Name, Reason(one.Scan)))];

        /// <summary>Whether the scan of one of them may still end.</summary>
        public bool AreBeingScanned => all.Any(one => one.Scan is ScanState.Pending);

        public void Dispose() => room?.Release();

        private static string Reason(ScanState scan) => scan switch
        {
            ScanState.Malicious => "un logiciel malveillant y a été trouvé",
            ScanState.Pending => "son analyse antivirus n'est pas terminée",
            _ => "son analyse antivirus n'a pas abouti",
        };
    }
}
