using Dfm.Core.Text;

namespace Dfm.Core.Sheets;

/// <summary>A table that somebody fills in, whether it came as CSV or as a spreadsheet.</summary>
/// <param name="Header">The first row that is not empty.</param>
/// <param name="Rows">The rows after it that are not empty, in the file's order.</param>
public sealed record Sheet(SheetRow Header, IReadOnlyList<SheetRow> Rows);

/// <summary>A row of a sheet.</summary>
/// <param name="Number">The row in the file, from 1: what a spreadsheet shows.</param>
/// <param name="Error">A French sentence when the row could not be read; it has no cells then.</param>
public sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells, string? Error = null)
{
    /// <summary>The cell of a column; an empty one beyond the last.</summary>
    public SheetCell this[int column] => column < Cells.Count ? Cells[column] : SheetCell.Empty;

    /// <summary>Whether no cell says anything.</summary>
    public bool IsEmpty => Error is null && Cells.All(cell => cell.IsEmpty);
}

/// <summary>A cell: what it shows, and what a spreadsheet knows it to be.</summary>
/// <param name="Text">Trimmed; empty for an empty cell.</param>
/// <param name="Number">The value of a number in a spreadsheet; null for all else, and in CSV.</param>
/// <param name="Date">The value of a date in a spreadsheet, as local time; null for all else, and in CSV.</param>
public sealed record SheetCell(string Text, double? Number = null, DateTime? Date = null)
{
    /// <summary>An empty cell.</summary>
    public static SheetCell Empty { get; } = new("");

    /// <summary>A cell of text, in the form of every text that is sent.</summary>
    public static SheetCell Of(string text) => new(PlainText.TryOneLine(text, out var line) ? line : text);

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>What a spreadsheet calls a cell: « F12 ».</summary>
    /// <param name="column">From 0.</param>
    /// <param name="row">From 1.</param>
    public static string Address(int column, int row)
    {
        var letters = "";
        for (var left = column + 1; left > 0; left = (left - 1) / 26) letters = (char)('A' + ((left - 1) % 26)) + letters;
        return $"{letters}{row}";
    }
}
