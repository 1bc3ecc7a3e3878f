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

    /// <summary>The files of a mail, until they are disposed of; a file that is no longer stored is left out.</summary>
    public async Task<Loaded> Read(MailMessage mail, CancellationToken cancellationToken)
    {
        if (mail.Files.Count == 0) return new Loaded([], null);
        await room.WaitAsync(cancellationToken);
        try
        {
            var contents = await Task.WhenAll(mail.Files.Select(file => Content(file, cancellationToken)));
            return new Loaded([.. mail.Files.Zip(contents).Where(read => read.Second is not null).Select(read => (read.First, read.Second!))], room);
        }
        catch
        {
            room.Release();
            throw;
        }
    }

    public void Dispose() => room.Dispose();

    private async Task<string?> Content(MailFile file, CancellationToken cancellationToken)
    {
        if (await blobs.Open(file.Blob, cancellationToken) is not { } stream) return null;
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }

    /// <summary>The files of one mail, in memory.</summary>
    /// <param name="files">Each with its content in Base64.</param>
    /// <param name="room">Where there is room for another mail's files once these are disposed of.</param>
    public sealed class Loaded(IReadOnlyList<(MailFile File, string Content)> files, SemaphoreSlim? room) : IDisposable
    {
        /// <summary>Each with its content in Base64.</summary>
        public IReadOnlyList<(MailFile File, string Content)> Files => files;

        public void Dispose() => room?.Release();
    }
}
