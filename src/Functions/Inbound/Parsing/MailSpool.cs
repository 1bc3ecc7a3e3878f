using Dfm.Core.Attachments;
using Dfm.Core.Inbound;
using Dfm.Functions.Storage;
using MimeKit;
using MimeKit.Tnef;

namespace Dfm.Functions.Inbound.Parsing;

/// <summary>Writes the files of a mail to this machine, one after the other, while the mail is read.</summary>
public sealed class MailSpool : IAsyncDisposable
{
    /// <summary>Of further files only the names are kept: a DIT takes ten.</summary>
    private const int MostFiles = 50;

    /// <summary>So deep may Outlook's wrappings lie in each other: an item that a mail of Outlook's has attached is wrapped again.</summary>
    private const int MostWrappings = 3;

    private readonly List<Spooled> files = [];
    private bool isHandedOver;

    /// <summary>Adds a file.</summary>
    /// <param name="contentId">Of an image that the text may show, without brackets; else null.</param>
    /// <param name="write">Writes its bytes.</param>
    public Task Add(string? name, string contentType, string? contentId, Func<Stream, Task> write) =>
        Add(name, contentType, contentId, write, wrappings: 0);

    private async Task Add(string? name, string contentType, string? contentId, Func<Stream, Task> write, int wrappings)
    {
        var clean = FileNames.Clean(MailText.CleanLine(name));
        if (files.Count >= MostFiles)
        {
            files.Add(new(clean, contentType, contentId, 0, null));
            return;
        }

        var content = TemporaryFile.Create();
        files.Add(new(clean, contentType, contentId, 0, content));
        await write(content);
        await content.FlushAsync();
        files[^1] = files[^1] with { Size = content.Length };
        if (wrappings < MostWrappings && IsTnef(clean, contentType)) await Unpack(content, wrappings + 1);
    }

    /// <summary>The files without what only decorates the mail; from now on they are the caller's.</summary>
    /// <param name="html">The mail's text as HTML, which may show some of them.</param>
    public IReadOnlyList<SpooledFile> HandOver(string html)
    {
        isHandedOver = true;
        var kept = new List<SpooledFile>();
        foreach (var file in files)
        {
            var isInText = file.ContentId is { Length: > 0 } id && html.Contains($"cid:{id}", StringComparison.OrdinalIgnoreCase);
            if (InboundFiles.IsDecoration(file.Name, file.ContentType, file.Size, isInText)) file.Content?.Dispose();
            else kept.Add(new SpooledFile(new InboundFile(file.Name, file.Size), file.Content));
        }

        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        if (isHandedOver) return;
        foreach (var file in files)
            if (file.Content is not null) await file.Content.DisposeAsync();
    }

    private static bool IsTnef(string name, string contentType) =>
        name.Equals("winmail.dat", StringComparison.OrdinalIgnoreCase)
        || contentType.Equals("application/ms-tnef", StringComparison.OrdinalIgnoreCase)
        || contentType.Equals("application/vnd.ms-tnef", StringComparison.OrdinalIgnoreCase);

    /// <summary>Outlook's wrapping: what is in it takes its place. One that cannot be read stays a file, and is refused by its kind.</summary>
    private async Task Unpack(FileStream wrapped, int wrappings)
    {
        List<MimePart> parts;
        try
        {
            wrapped.Position = 0;
            // Not disposed of: it would close the file, which stays where this fails.
            var tnef = new TnefPart { Content = new MimeContent(wrapped) };
            parts = [.. tnef.ExtractAttachments().OfType<MimePart>()];
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return;
        }

        if (parts.Count == 0) return;
        await files[^1].Content!.DisposeAsync();
        files.RemoveAt(files.Count - 1);
        // Texts without a name are the mail's own, in Outlook's forms; of an item in it they are what it says, and the plain one is kept.
        var text = wrappings == 1 ? null : parts.Find(part => IsText(part) && part.ContentType.IsMimeType("text", "plain")) ?? parts.Find(IsText);
        foreach (var part in parts)
        {
            if ((!IsText(part) || part == text) && part.Content is { } content)
                await Add(NameOf(part), part.ContentType.MimeType, part.ContentId, stream => content.DecodeToAsync(stream), wrappings);
            part.Dispose();
        }

        static bool IsText(MimePart part) => part.FileName is null && part.ContentType.IsMimeType("text", "*");

        static string? NameOf(MimePart part) =>
            !IsText(part) ? part.FileName : part.ContentType.MediaSubtype is "plain" ? "message.txt" : $"message.{part.ContentType.MediaSubtype}";
    }

    private sealed record Spooled(string Name, string ContentType, string? ContentId, long Size, FileStream? Content);
}
