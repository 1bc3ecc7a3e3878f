using Dfm.Core.Attachments;

namespace Dfm.Core.Inbound;

/// <summary>A file of a mail that was not taken.</summary>
/// <param name="Reason">One French sentence.</param>
public sealed record RefusedFile(string Name, string Reason);

/// <summary>Which files of a mail are taken, by the same rules as in a form: a file that is refused keeps no other out.</summary>
public static class InboundFiles
{
    /// <summary>Images in the text of a mail that are no larger are logos and icons of a signature.</summary>
    public const int LargestDecoration = 16 * 1024;

    /// <summary>Signatures (S/MIME, PGP) and business cards, which are no attachment that somebody has chosen.</summary>
    private static readonly string[] Furniture = [".p7s", ".asc", ".vcf"];

    /// <summary>Whether a file belongs to the mail's looks rather than to what it says.</summary>
    /// <param name="isInText">Whether the text shows it.</param>
    public static bool IsDecoration(string name, string contentType, long size, bool isInText)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        return Furniture.Contains(FileNames.ExtensionOf(name), StringComparer.OrdinalIgnoreCase)
            || (isInText && size <= LargestDecoration && contentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Why a file is not taken; null when it is.</summary>
    /// <param name="head">Its first bytes, at most <see cref="AttachmentRules.HeadBytes"/>.</param>
    /// <param name="taken">How many files what it belongs to has already.</param>
    public static Problem? Refusal(InboundFile file, ReadOnlySpan<byte> head, int taken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (taken >= AttachmentRules.MaxFiles) return AttachmentProblems.TooMany;
        if (file.Size > AttachmentRules.MaxBytes) return AttachmentProblems.TooLarge;
        return AttachmentRules.Recognise(file.Name, head).Problem;
    }
}
