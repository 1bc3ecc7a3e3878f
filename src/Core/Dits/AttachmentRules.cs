using System.Text;

namespace Dfm.Core.Dits;

/// <summary>The files that may be attached: a few kinds, recognised both by name and by content (manual, chapter 2).</summary>
public static class AttachmentRules
{
    /// <summary>The maximum number of files of a DIT.</summary>
    public const int MaxFiles = 10;

    /// <summary>The maximum size of a file: 25 MiB.</summary>
    public const long MaxBytes = 25 * 1024 * 1024;

    /// <summary>The number of leading bytes that <see cref="Recognise"/> needs.</summary>
    public const int HeadBytes = 512;

    /// <summary>The maximum length of a stored file name, in UTF-16 units.</summary>
    public const int MaxNameLength = 120;

    /// <summary>The accepted kinds: screenshots and photos, office files, mails, plain text.</summary>
    public static IReadOnlyList<AttachmentKind> Kinds { get; } =
    [
        new([".png"], "image/png", IsPng),
        new([".jpg", ".jpeg"], "image/jpeg", head => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])),
        new([".gif"], "image/gif", head => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)),
        new([".webp"], "image/webp", head => head.StartsWith("RIFF"u8) && At(head, 8, "WEBP"u8)),
        new([".tif", ".tiff"], "image/tiff", head => head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)),
        new([".bmp"], "image/bmp", head => head.StartsWith("BM"u8)),
        new([".heic", ".heif"], "image/heic", IsHeif),
        new([".pdf"], "application/pdf", head => head.IndexOf("%PDF-"u8) >= 0),
        new([".xlsx"], OpenXml("spreadsheetml.sheet"), head => IsOffice(head, "xl/"u8)),
        new([".docx"], OpenXml("wordprocessingml.document"), head => IsOffice(head, "word/"u8)),
        new([".pptx"], OpenXml("presentationml.presentation"), head => IsOffice(head, "ppt/"u8)),
        new([".ods"], "application/vnd.oasis.opendocument.spreadsheet", IsOpenDocument),
        new([".odt"], "application/vnd.oasis.opendocument.text", IsOpenDocument),
        new([".xls"], "application/vnd.ms-excel", IsCompoundFile),
        new([".doc"], "application/msword", IsCompoundFile),
        new([".msg"], "application/vnd.ms-outlook", IsCompoundFile),
        new([".eml"], "message/rfc822", IsText),
        new([".txt", ".log"], "text/plain", IsText),
        new([".csv"], "text/csv", IsText),
    ];

    /// <summary>The accepted extensions, for display.</summary>
    public static string AcceptedExtensions { get; } = string.Join(", ", Kinds.SelectMany(k => k.Extensions).Select(e => e[1..]));

    /// <summary>
    /// Determines the kind of a file from its name and first bytes. Content of another kind, a program or an archive is refused whatever
    /// the name. Office files are ZIP archives, distinguished by their first entry.
    /// </summary>
    public static Result<AttachmentKind> Recognise(string name, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (KindOf(name) is not { } kind) return DitProblems.AttachmentKindNotAllowed(name);
        if (head.IsEmpty) return DitProblems.AttachmentEmpty(name);
        return kind.LooksLike(head) ? kind : DitProblems.AttachmentDisguised(name);
    }

    /// <summary>The kind that a file name claims; null when it is not accepted.</summary>
    public static AttachmentKind? KindOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dot = name.LastIndexOf('.');
        return dot < 0 ? null : Kinds.FirstOrDefault(k => k.Extensions.Contains(name[dot..], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Sanitises a file name: removes folders (sent by some browsers and by attackers), control characters and characters that mislead a
    /// reader; shortens it in the middle so that the extension is kept; never empty.
    /// </summary>
    public static string CleanName(string? given)
    {
        var name = (given ?? "").Normalize(NormalizationForm.FormC);
        name = name[(name.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        name = string.Concat(name.Where(c => !char.IsControl(c) && !IsDirectionMark(c) && !"<>\"|?*".Contains(c, StringComparison.Ordinal)));
        name = name.Trim(' ', '.');
        if (name.Length == 0) return "fichier";
        if (name.Length <= MaxNameLength) return name;
        var extension = name[Math.Max(name.LastIndexOf('.'), name.Length - 10)..];
        return name[..(MaxNameLength - extension.Length)] + extension;
    }

    private static string OpenXml(string kind) => $"application/vnd.openxmlformats-officedocument.{kind}";

    private static bool IsPng(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    private static bool IsHeif(ReadOnlySpan<byte> head) =>
        At(head, 4, "ftyp"u8) && (At(head, 8, "hei"u8) || At(head, 8, "hev"u8) || At(head, 8, "mif1"u8) || At(head, 8, "msf1"u8));

    private static bool IsCompoundFile(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>The first entry of an office file is in its own folder or is a common part of the package (ECMA-376 part 2).</summary>
    private static bool IsOffice(ReadOnlySpan<byte> head, ReadOnlySpan<byte> folder)
    {
        var entry = FirstEntry(head);
        return entry.StartsWith(folder)
            || entry.StartsWith("[Content_Types].xml"u8)
            || entry.StartsWith("_rels/"u8)
            || entry.StartsWith("docProps/"u8)
            || entry.StartsWith("customXml/"u8);
    }

    private static bool IsOpenDocument(ReadOnlySpan<byte> head) => FirstEntry(head).StartsWith("mimetype"u8);

    /// <summary>The name in the first local file header (ZIP APPNOTE 4.3.7); empty when there is none.</summary>
    private static ReadOnlySpan<byte> FirstEntry(ReadOnlySpan<byte> head)
    {
        const int header = 30;
        if (head.Length <= header || !head.StartsWith("PK\u0003\u0004"u8)) return [];
        var length = head[26] | (head[27] << 8);
        return head.Slice(header, Math.Min(length, head.Length - header));
    }

    /// <summary>No control characters except those of text, and no known signature of another kind.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("MZ"u8) || head.StartsWith("%PDF-"u8) || head.StartsWith("PK\u0003\u0004"u8)) return false;
        foreach (var b in head)
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B)) return false;
        return true;
    }

    private static bool At(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> expected) =>
        head.Length >= offset + expected.Length && head.Slice(offset, expected.Length).SequenceEqual(expected);

    private static bool IsDirectionMark(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}
