using Dfm.Core.Sheets;

namespace Dfm.Functions.Sheets;

/// <summary>Reads the tables that people upload, CSV or XLSX: which of the two is told by their first bytes, never by their name or type.</summary>
public static class SheetReader
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxLength = 5 * 1024 * 1024;

    /// <summary>The longest file, in rows with the header.</summary>
    public const int MaxRows = 10_001;

    /// <summary>The widest file, in columns.</summary>
    public const int MaxColumns = 100;

    /// <summary>
    /// The body as a sheet; or <c>too-large</c>, <c>too-many-lines</c>, <c>spreadsheet-expected</c> for another kind of file,
    /// <c>file-unreadable</c> for a broken or empty one.
    /// </summary>
    public static Result<Sheet> Read(byte[] file) =>
        file.AsSpan().StartsWith("PK\x03\x04"u8) ? XlsxSheet.Read(file)
        : IsText(file) ? CsvSheet.Read(file)
        : SheetProblems.OtherKind;

    /// <summary>The sheet of these rows, of which the first that is not empty is the header.</summary>
    internal static Result<Sheet> Of(IEnumerable<SheetRow> rows)
    {
        SheetRow? header = null;
        var read = new List<SheetRow>();
        foreach (var row in rows.Where(row => !row.IsEmpty))
        {
            if (header is null) header = row;
            else read.Add(row);
            if (read.Count >= MaxRows) return SheetProblems.TooManyLines;
        }

        return header is null || header.Error is not null ? SheetProblems.Unreadable : new Sheet(header, read);
    }

    /// <summary>No text has a zero byte, except UTF-16, which begins with a mark.</summary>
    private static bool IsText(ReadOnlySpan<byte> file) =>
        (file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || !file.Contains((byte)0)) && !file.StartsWith("%PDF"u8);
}
