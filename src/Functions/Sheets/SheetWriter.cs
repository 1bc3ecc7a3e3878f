using MiniExcelLibs;

namespace Dfm.Functions.Sheets;

/// <summary>Writes tables for people to fill in. All rows have the same columns.</summary>
internal static class SheetWriter
{
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>CSV as a French Excel opens it by a double click: semicolons, and a byte order mark.</summary>
    public static string Csv(IEnumerable<IReadOnlyDictionary<string, object?>> rows) => string.Concat(
        rows.SelectMany((row, index) => index == 0 ? new[] { Line(row.Keys), Line(row.Values) } : [Line(row.Values)]).Prepend("\uFEFF"));

    public static ReadOnlyMemory<byte> Xlsx(IEnumerable<Dictionary<string, object?>> rows)
    {
        using var file = new MemoryStream();
        file.SaveAs(rows, sheetName: "Relevés");
        return file.ToArray();
    }

    private static string Line(IEnumerable<object?> cells) => $"{string.Join(';', cells.Select(Cell))}\r\n";

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection).</summary>
    private static string Cell(object? value)
    {
        var text = $"{value}";
        if (text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal)) text = $"'{text}";
        return text.AsSpan().ContainsAny("\";\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
