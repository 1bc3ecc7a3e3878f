using Dfm.Core.Attachments;
using Dfm.Core.Inbound;

namespace Dfm.Functions.Inbound.Parsing;

/// <summary>A mail that was read: what it says, and its files, which lie on this machine until it is disposed of.</summary>
/// <param name="files">Those of <see cref="InboundMail.Files"/>, in their order.</param>
public sealed class ReadMail(InboundMail mail, IReadOnlyList<SpooledFile> files) : IAsyncDisposable
{
    public InboundMail Mail { get; } = mail;

    public IReadOnlyList<SpooledFile> Files { get; } = files;

    public async ValueTask DisposeAsync()
    {
        foreach (var file in Files) await file.DisposeAsync();
    }
}

/// <summary>A file of a mail, decoded.</summary>
/// <param name="file">Its name and size.</param>
/// <param name="content">Null for one that was left out because the mail has too many.</param>
public sealed class SpooledFile(InboundFile file, FileStream? content) : IAsyncDisposable
{
    public InboundFile File { get; } = file;

    /// <summary>The bytes, from the first one on.</summary>
    public Stream Open()
    {
        var stream = content ?? Stream.Null;
        stream.Position = 0;
        return stream;
    }

    /// <summary>Why the file is not taken by what has so many files already; null when it is.</summary>
    public async Task<Problem?> Refusal(int taken, CancellationToken cancellationToken)
    {
        if (content is null) return AttachmentProblems.TooMany;
        var head = new byte[AttachmentRules.HeadBytes];
        var read = await Open().ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return InboundFiles.Refusal(File, head.AsSpan(0, read), taken);
    }

    public ValueTask DisposeAsync() => content?.DisposeAsync() ?? ValueTask.CompletedTask;
}
