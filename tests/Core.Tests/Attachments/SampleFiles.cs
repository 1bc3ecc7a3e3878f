using System.IO.Compression;
using System.Text;

namespace Dfm.Core.Tests.Attachments;

/// <summary>The beginnings of files that people have.</summary>
internal static class SampleFiles
{
    private const string Log = "2026-03-02 10:32:07 Erreur SC542 : four trop chaud, arrêt de l'imprimante.\r\n";

    public static byte[] Png { get; } = [0x89, .. "PNG\r\n\u001A\n"u8, 0, 0, 0, 13];

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0];

    public static byte[] Webp { get; } = [.. "RIFF"u8, 26, 0, 0, 0, .. "WEBPVP8L"u8];

    public static byte[] Heic { get; } = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8];

    public static byte[] Avif { get; } = [0, 0, 0, 24, .. "ftypavif"u8, 0, 0, 0, 0, .. "mif1avif"u8];

    /// <summary>An AVIF that says so among its compatible brands alone.</summary>
    public static byte[] AvifOfMif1 { get; } = [0, 0, 0, 24, .. "ftypmif1"u8, 0, 0, 0, 0, .. "mif1avif"u8];

    public static byte[] Bmp { get; } = [.. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0];

    public static byte[] Pdf { get; } = [.. "%PDF-1.7\n"u8];

    /// <summary>A PDF with so many bytes before its header.</summary>
    public static byte[] PdfAfter(int bytes) => [.. Enumerable.Repeat((byte)'\n', bytes), .. Pdf];

    /// <summary>A workbook of before 2007, or one of today's with a password.</summary>
    public static byte[] CompoundFile { get; } = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[16]];

    public static byte[] Exe { get; } = [.. "MZ"u8, 0x90, 0, 3, 0];

    public static byte[] Utf8Log { get; } = Encoding.UTF8.GetBytes(Log);

    /// <summary>As <c>Out-File</c> and Notepad's « Unicode » write it.</summary>
    public static byte[] Utf16Log { get; } = [.. Encoding.Unicode.Preamble, .. UnmarkedUtf16Log];

    public static byte[] UnmarkedUtf16Log => Encoding.Unicode.GetBytes(Log);

    public static byte[] BigEndianUtf16Log { get; } = [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Log)];

    public static byte[] Zip(string firstEntry)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create)) zip.CreateEntry(firstEntry);
        return bytes.ToArray();
    }
}
