using static Dfm.Core.Attachments.FileSignatures;

namespace Dfm.Core.Attachments;

/// <summary>The files that may be attached: a few kinds, recognised both by name and by content (manual, chapter 2).</summary>
public static class AttachmentRules
{
    /// <summary>The maximum number of files of a request.</summary>
    public const int MaxFiles = 10;

    /// <summary>The maximum size of a file: 25 MiB.</summary>
    public const long MaxBytes = 25 * 1024 * 1024;

    /// <summary>The number of leading bytes that <see cref="Recognise"/> needs.</summary>
    public const int HeadBytes = 1024;

    /// <summary>The accepted kinds: screenshots, photos and scans, office files, mails, plain text.</summary>
    public static IReadOnlyList<AttachmentKind> Kinds { get; } =
    [
        new([".png"], "image/png", IsPng, IsPicture: true),
        new([".jpg", ".jpeg", ".jfif"], "image/jpeg", IsJpeg, IsPicture: true),
        new([".gif"], "image/gif", IsGif, IsPicture: true),
        new([".webp"], "image/webp", IsWebp, IsPicture: true),
        new([".tif", ".tiff"], "image/tiff", IsTiff, IsPicture: true),
        new([".avif"], "image/avif", IsAvif, IsPicture: true),
        new([".heic", ".heif"], "image/heic", IsHeif, IsPicture: true),
        new([".bmp"], "image/bmp", IsBmp, IsPicture: true),
        new([".pdf"], "application/pdf", IsPdf, IsPicture: true),
        new([".xlsx"], OpenXml("spreadsheetml.sheet"), head => IsOpenXml(head, "xl/"u8)),
        new([".docx"], OpenXml("wordprocessingml.document"), head => IsOpenXml(head, "word/"u8)),
        new([".pptx"], OpenXml("presentationml.presentation"), head => IsOpenXml(head, "ppt/"u8)),
        new([".ods"], "application/vnd.oasis.opendocument.spreadsheet", IsOpenDocument),
        new([".odt"], "application/vnd.oasis.opendocument.text", IsOpenDocument),
        new([".xls"], "application/vnd.ms-excel", IsCompoundFile),
        new([".doc"], "application/msword", IsCompoundFile),
        new([".msg"], "application/vnd.ms-outlook", IsCompoundFile),
        new([".eml"], "message/rfc822", TextContent.IsText),
        new([".txt", ".log"], "text/plain", TextContent.IsText),
        new([".csv"], "text/csv", TextContent.IsText),
    ];

    /// <summary>The accepted extensions, for display.</summary>
    public static string AcceptedExtensions { get; } = string.Join(", ", Kinds.SelectMany(k => k.Extensions).Select(e => e[1..]));

    /// <summary>
    /// Determines the kind of a file from its name and first bytes. A picture with the extension of another kind of picture is what its
    /// content says; any other content that does not match the name is refused, a program or an archive always.
    /// </summary>
    public static Result<AttachmentKind> Recognise(string name, ReadOnlySpan<byte> head)
    {
        if (KindOf(name) is not { } claimed) return AttachmentProblems.KindNotAllowed(name);
        if (head.IsEmpty) return AttachmentProblems.Empty(name);
        if (claimed.LooksLike(head)) return claimed;
        return claimed.IsPicture && PictureOf(head) is { } actual ? actual : AttachmentProblems.Disguised(name);
    }

    /// <summary>The kind that a file name claims; null when it is not accepted.</summary>
    public static AttachmentKind? KindOf(string name)
    {
        var extension = FileNames.ExtensionOf(name);
        return Kinds.FirstOrDefault(k => k.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The name to save a file under: its own, with the extension of its content where that is another.</summary>
    /// <param name="contentType">That of its kind.</param>
    public static string FileName(string name, string contentType) =>
        KindOf(name)?.ContentType != contentType && Kinds.FirstOrDefault(k => k.ContentType == contentType) is { } actual
            ? FileNames.WithExtension(name, actual.Extensions[0])
            : name;

    private static AttachmentKind? PictureOf(ReadOnlySpan<byte> head)
    {
        foreach (var kind in Kinds)
            if (kind.IsPicture && kind.LooksLike(head)) return kind;
        return null;
    }

    private static string OpenXml(string kind) => $"application/vnd.openxmlformats-officedocument.{kind}";
}
