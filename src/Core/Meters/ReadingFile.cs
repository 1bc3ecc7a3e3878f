using Dfm.Core.Sheets;

namespace Dfm.Core.Meters;

/// <summary>The readings of a file.</summary>
/// <param name="Lines">Those with at least one counter; what cannot be understood is among their errors.</param>
/// <param name="Skipped">Lines without any counter: those of the template that nobody has filled in.</param>
public sealed record ReadingFile(ReadingColumns Columns, IReadOnlyList<ReadingLine> Lines, int Skipped)
{
    /// <summary>Reads a sheet; the problem is about the file as a whole.</summary>
    /// <param name="counters">All counters that there are.</param>
    public static Result<ReadingFile> Of(Sheet sheet, IReadOnlyList<Counter> counters)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return ReadingColumns.Of(sheet.Header, counters).Then<ReadingFile>(columns =>
        {
            var (filled, skipped) = (new List<ReadingLine>(), 0);
            foreach (var row in sheet.Rows)
            {
                if (row.Error is null && columns.Counters.All(counter => row[counter.Column].IsEmpty)) skipped++;
                else filled.Add(LineOf(row, columns));
            }

            return new ReadingFile(columns, filled, skipped);
        });
    }

    private static ReadingLine LineOf(SheetRow row, ReadingColumns columns)
    {
        if (row.Error is { } error) return new(row.Number, "", null, Nothing, [], false, [ReadingRemarks.BadCell(error, null)]);
        var errors = new List<ReadingRemark>();
        var values = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (code, column) in columns.Counters.Where(counter => !row[counter.Column].IsEmpty))
        {
            if (FrenchCells.TryWholeNumber(row[column], out var value)) values[code] = value;
            else errors.Add(ReadingRemarks.BadCell($"« {ReadingLine.Shown(row[column].Text)} » n'est pas un nombre entier.", column, code));
        }

        var isDated = FrenchCells.TryInstant(row[columns.Date], out var at);
        if (!isDated) errors.Add(ReadingRemarks.BadCell(DateMessage(row[columns.Date]), columns.Date));
        foreach (var (column, cell) in row.Cells.Index().Where(one => !one.Item.IsEmpty && columns.HeaderOf(one.Index).Length == 0).Take(1))
            errors.Add(ReadingRemarks.BadCell("Cette case n'a pas de colonne : un séparateur de trop dans la ligne ?", column));
        return new(
            row.Number,
            row[columns.Asset].Text,
            isDated ? at : null,
            values,
            ReplacedIn(row, columns, values.Keys, errors),
            ConfirmedIn(row, columns, errors),
            errors);
    }

    private static readonly IReadOnlyDictionary<string, long> Nothing = new Dictionary<string, long>();

    private static List<string> ReplacedIn(
        SheetRow row, ReadingColumns columns, IEnumerable<string> read, List<ReadingRemark> errors)
    {
        if (columns.Replaced is not { } column) return [];
        if (FrenchCells.YesOrNo(row[column]) is { } all) return all ? [.. read] : [];
        var replaced = new List<string>();
        foreach (var part in row[column].Text.Split([',', ';', '|', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (columns.Labels.TryGetValue(ReadingColumns.NameOf(part), out var code)) replaced.Add(code);
            else errors.Add(ReadingRemarks.BadCell($"« {ReadingLine.Shown(part)} » n'est pas un compteur.", column));
        }

        return replaced;
    }

    private static bool ConfirmedIn(SheetRow row, ReadingColumns columns, List<ReadingRemark> errors)
    {
        if (columns.Confirmed is not { } column) return false;
        if (FrenchCells.YesOrNo(row[column]) is { } confirmed) return confirmed;
        errors.Add(ReadingRemarks.BadCell("« oui » ou « non ».", column));
        return false;
    }

    private static string DateMessage(SheetCell cell) =>
        cell.IsEmpty ? "Indiquez la date du relevé." : $"« {ReadingLine.Shown(cell.Text)} » n'est pas une date : écrivez JJ/MM/AAAA.";
}
