using System.IO.Compression;

namespace Dfm.Functions.Tests.Dits;

/// <summary>Files to attach.</summary>
internal static class Samples
{
    /// <summary>The smallest PNG: one pixel.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>The beginning of an Excel file, as a ZIP archive with its first part.</summary>
    public static byte[] Xlsx { get; } = Zip("[Content_Types].xml");

    /// <summary>A program, whatever its name.</summary>
    public static byte[] Exe { get; } = [.. "MZ"u8, .. new byte[200]];

    /// <summary>A text of so many bytes.</summary>
    public static byte[] Text(int length)
    {
        var text = new byte[length];
        Array.Fill(text, (byte)'x');
        return text;
    }

    private static byte[] Zip(string entry)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        using (var part = zip.CreateEntry(entry).Open())
            part.Write("<Types/>"u8);
        return bytes.ToArray();
    }
}
