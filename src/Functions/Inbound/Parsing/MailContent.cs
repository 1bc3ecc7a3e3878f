using System.Text;
using MimeKit;

namespace Dfm.Functions.Inbound.Parsing;

/// <summary>The texts of a mail in raw form, and its files, which go to the spool.</summary>
public sealed class MailContent(MailSpool spool)
{
    /// <summary>Of a longer text the beginning is read: nobody reads the rest, and the original is kept.</summary>
    public const int LongestText = 256 * 1024;

    /// <summary>So many parts are looked at, whatever is in them.</summary>
    private const int MostParts = 1_000;

    private readonly StringBuilder plain = new();
    private readonly StringBuilder html = new();
    private int parts;

    public string Plain => plain.ToString();

    public string Html => html.ToString();

    /// <summary>Walks through a part and those in it. The parser bounds how deep they are nested.</summary>
    public async Task Read(MimeEntity? part, CancellationToken cancellationToken)
    {
        if (part is null || ++parts > MostParts) return;
        switch (part)
        {
            case Multipart many:
                foreach (var one in many) await Read(one, cancellationToken);
                break;
            case TextPart { IsAttachment: false, FileName: null } text when text.IsPlain || text.IsHtml:
                await ReadText(text, text.IsHtml ? html : plain, cancellationToken);
                break;
            case MessagePart { Message: { } message }:
                await spool.Add(
                    $"{message.Subject ?? "message"}.eml", "message/rfc822", null, stream => message.WriteToAsync(stream, cancellationToken));
                break;
            case MimePart { Content: { } content } file:
                await spool.Add(
                    file.FileName, file.ContentType.MimeType, file.ContentId, stream => content.DecodeToAsync(stream, cancellationToken));
                break;
        }
    }

    private static async Task ReadText(TextPart part, StringBuilder into, CancellationToken cancellationToken)
    {
        if (part.Content is null) return;
        var room = LongestText - into.Length;
        if (room <= 0) return;
        await using var decoded = part.Content.Open();
        var bytes = new byte[room];
        var read = await decoded.ReadAtLeastAsync(bytes, room, throwOnEndOfStream: false, cancellationToken);
        if (into.Length > 0) into.Append('\n');
        into.Append(MailCharset.Decode(bytes.AsSpan(0, read), part.ContentType.Charset));
    }
}
