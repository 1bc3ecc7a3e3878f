using Dfm.Core.Sheets;
using Dfm.Core.Meters;

namespace Dfm.Functions.Meters.Responses;

/// <summary>What became of the lines of a file.</summary>
/// <param name="Skipped">Lines without any counter.</param>
/// <param name="IgnoredColumns">Columns that are neither known nor a counter.</param>
/// <param name="Errors">The lines that were not taken, at most <see cref="MaxErrors"/>.</param>
/// <param name="Omitted">How many further lines were not taken.</param>
public sealed record ReadingImportReport(
    bool DryRun,
    ReadingCounts Counts,
    int Skipped,
    IReadOnlyList<string> IgnoredColumns,
    IReadOnlyList<ReadingLineErrors> Errors,
    int Omitted)
{
    /// <summary>So that a report fits into the row that keeps it for an Idempotency-Key (1 MB).</summary>
    public const int MaxErrors = 1_000;

    public static ReadingImportReport Of(ReadingFile file, IReadOnlyList<ReadingResult> results, bool dryRun)
    {
        var wrong = results.Where(result => !result.IsTaken).ToList();
        return new(
            dryRun,
            ReadingCounts.Of(results),
            file.Skipped,
            file.Columns.Ignored,
            [.. wrong.Take(MaxErrors).Select(result => ReadingLineErrors.Of(result, file.Columns))],
            Math.Max(0, wrong.Count - MaxErrors));
    }
}

/// <param name="Line">The row of the file.</param>
public sealed record ReadingLineErrors(int Line, string Asset, ReadingOutcome Outcome, IReadOnlyList<CellError> Cells)
{
    public static ReadingLineErrors Of(ReadingResult result, ReadingColumns columns) => new(
        result.Line.Number,
        ReadingLine.Shown(result.Line.Asset),
        result.Outcome,
        [.. result.Remarks.Select(remark => CellError.Of(remark, result.Line.Number, columns))]);
}

/// <param name="Cell">As in a spreadsheet: « F12 »; null when it is about the whole line.</param>
/// <param name="Column">The column's header.</param>
public sealed record CellError(string? Cell, string? Column, string Code, string Message, long? Bound)
{
    public static CellError Of(ReadingRemark remark, int row, ReadingColumns columns) => columns.ColumnOf(remark) is { } column
        ? new(SheetCell.Address(column, row), columns.HeaderOf(column), remark.Code, remark.Message, remark.Bound)
        : new(null, null, remark.Code, remark.Message, remark.Bound);
}
