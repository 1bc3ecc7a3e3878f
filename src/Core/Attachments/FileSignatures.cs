using System.Buffers.Binary;

namespace Dfm.Core.Attachments;

/// <summary>The first bytes of files that are not text.</summary>
internal static class FileSignatures
{
    /// <summary>Acrobat finds a PDF's header anywhere in the first 1,024 bytes (ISO 32000-1, Annex H.3).</summary>
    private const int PdfHeaderWithin = 1024;

    public static bool IsPng(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    public static bool IsJpeg(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static bool IsGif(ReadOnlySpan<byte> head) => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8);

    public static bool IsWebp(ReadOnlySpan<byte> head) => head.StartsWith("RIFF"u8) && At(head, 8, "WEBP"u8);

    public static bool IsTiff(ReadOnlySpan<byte> head) => head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8);

    /// <summary>Two letters are too few to tell a picture from a text: the size of the next header is one that was ever defined.</summary>
    public static bool IsBmp(ReadOnlySpan<byte> head) =>
        head.StartsWith("BM"u8) && head.Length >= 18
        && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    public static bool IsHeif(ReadOnlySpan<byte> head) =>
        At(head, 4, "ftyp"u8) && (At(head, 8, "hei"u8) || At(head, 8, "hev"u8) || At(head, 8, "mif1"u8) || At(head, 8, "msf1"u8));

    /// <summary>An AVIF may have HEIF's own major brand, and name itself among the compatible ones (ISO/IEC 14496-12, 4.3).</summary>
    public static bool IsAvif(ReadOnlySpan<byte> head)
    {
        if (!At(head, 4, "ftyp"u8)) return false;
        var end = Math.Min(head.Length, BinaryPrimitives.ReadUInt32BigEndian(head));
        for (var brand = 8; brand + 4 <= end; brand += 4)
            if (At(head, brand, "avif"u8) || At(head, brand, "avis"u8)) return true;
        return false;
    }

    /// <summary>Printers and mail gateways write lines of their own before the header; a program or an archive with one is none.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> head) =>
        !IsProgramOrArchive(head) && head[..Math.Min(head.Length, PdfHeaderWithin)].IndexOf("%PDF-"u8) >= 0;

    /// <summary>Office files before 2007, Outlook's mails, and office files with a password (MS-OFFCRYPTO 2.3.4).</summary>
    public static bool IsCompoundFile(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>
    /// A ZIP archive whose first entry is in the application's own folder or is a common part of the package (ECMA-376 part 2); with a
    /// password, a compound file.
    /// </summary>
    public static bool IsOpenXml(ReadOnlySpan<byte> head, ReadOnlySpan<byte> folder)
    {
        if (IsCompoundFile(head)) return true;
        var entry = FirstEntry(head);
        return entry.StartsWith(folder)
            || entry.StartsWith("[Content_Types].xml"u8)
            || entry.StartsWith("_rels/"u8)
            || entry.StartsWith("docProps/"u8)
            || entry.StartsWith("customXml/"u8);
    }

    public static bool IsOpenDocument(ReadOnlySpan<byte> head) => FirstEntry(head).StartsWith("mimetype"u8);

    /// <summary>Windows, Linux, macOS and Java programs, scripts; ZIP, RAR, 7-Zip, gzip, cabinets and installers.</summary>
    private static bool IsProgramOrArchive(ReadOnlySpan<byte> head) =>
        head.StartsWith("MZ"u8) || head.StartsWith("\u007FELF"u8) || head.StartsWith("#!"u8)
        || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFA]) || At(head, 1, [0xFA, 0xED, 0xFE])
        || head.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE])
        || head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("Rar!"u8) || head.StartsWith("MSCF"u8)
        || head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF]) || head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])
        || IsCompoundFile(head);

    /// <summary>The name in the first local file header (ZIP APPNOTE 4.3.7); empty when there is none.</summary>
    private static ReadOnlySpan<byte> FirstEntry(ReadOnlySpan<byte> head)
    {
        const int header = 30;
        if (head.Length <= header || !head.StartsWith("PK\u0003\u0004"u8)) return [];
        var length = BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
        return head.Slice(header, Math.Min(length, head.Length - header));
    }

    private static bool At(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> expected) =>
        head.Length >= offset + expected.Length && head.Slice(offset, expected.Length).SequenceEqual(expected);
}
