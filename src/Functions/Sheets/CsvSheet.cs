using CsvHelper;
using Dfm.Core.Sheets;
using Dfm.Core.Text;

namespace Dfm.Functions.Sheets;

/// <summary>CSV as spreadsheets write it: separated by semicolons, commas or tabs, in any encoding that <see cref="FileText"/> knows.</summary>
internal static class CsvSheet
{
    public static Result<Sheet> Read(byte[] file)
    {
        var text = FileText.Decode(file);
        // « sep=; »: Excel's own way to name the separator, on a line before the header.
        var named = text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4 ? text[4] : (char?)null;
        try
        {
            return SheetReader.Of(Rows(text, named ?? SeparatorOf(text)).Skip(named is null ? 0 : 1));
        }
        catch (CsvFormatException)
        {
            // A line of megabytes.
            return SheetProblems.Unreadable;
        }
    }

    private static List<SheetRow> Rows(string text, char separator)
    {
        var rows = new List<SheetRow>();
        using var csv = CsvText.Read(text, separator, hasHeader: false, (line, why) => rows.Add(new(line, [], why)));
        while (csv.Read())
        {
            var cells = Enumerable.Range(0, Math.Min(csv.FieldCount, SheetReader.MaxColumns)).Select(column => SheetCell.Of(csv.GetString(column)));
            var error = csv.FieldCount > SheetReader.MaxColumns ? $"{SheetReader.MaxColumns} colonnes au plus." : null;
            rows.Add(new((int)csv.LineNumber, error is null ? [.. cells] : [], error));
            if (rows.Count > SheetReader.MaxRows) break;
        }

        return rows;
    }

    /// <summary>What separates most in the header; a label with a comma stands in quotes.</summary>
    private static char SeparatorOf(string text)
    {
        var header = text.AsSpan().TrimStart();
        var end = header.IndexOfAny('\r', '\n');
        if (end >= 0) header = header[..end];
        Dictionary<char, int> counts = new() { [';'] = 0, [','] = 0, ['\t'] = 0 };
        var isQuoted = false;
        foreach (var character in header)
        {
            if (character == '"') isQuoted = !isQuoted;
            else if (!isQuoted && counts.TryGetValue(character, out var count)) counts[character] = count + 1;
        }

        return counts.MaxBy(count => count.Value).Key;
    }
}
