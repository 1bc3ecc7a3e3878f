using CsvHelper;

namespace Dfm.Core.Text;

/// <summary>Reads CSV as the ERP and spreadsheets write it.</summary>
public static class CsvText
{
    /// <summary>A reader of its records. An unclosed quote invalidates its own line, not the rest of the file.</summary>
    /// <param name="refuse">Told of such a line: its number, and why in French.</param>
    public static CsvReader Read(string text, char separator, bool hasHeader, Action<int, string> refuse) =>
        CsvReader.Create(new StringReader(text), new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = hasHeader,
            TrimWhitespace = true,
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = bad => refuse((int)bad.LineNumber, "Les guillemets de cette ligne ne vont pas par deux."),
        });
}
