using Dfm.Core.Meters;

namespace Dfm.Functions.Meters.Responses;

/// <summary>What became of readings that were entered together.</summary>
public sealed record ReadingReport(ReadingCounts Counts, IReadOnlyList<ReadingLineResponse> Lines)
{
    /// <summary>Of all lines, in their order.</summary>
    public static ReadingReport Of(IReadOnlyList<ReadingResult> results) =>
        new(ReadingCounts.Of(results), [.. results.Select(ReadingLineResponse.Of)]);
}

public sealed record ReadingCounts(int Accepted, int Unchanged, int Questioned, int Refused)
{
    public static ReadingCounts Of(IReadOnlyList<ReadingResult> results)
    {
        return new(
            Count(ReadingOutcome.Accepted), Count(ReadingOutcome.Unchanged), Count(ReadingOutcome.Questioned), Count(ReadingOutcome.Refused));

        int Count(ReadingOutcome outcome) => results.Count(result => result.Outcome == outcome);
    }
}

/// <param name="Line">The position in the request, from 1.</param>
/// <param name="Asset">As it was written, at most 40 characters.</param>
public sealed record ReadingLineResponse(
    int Line, string Asset, DateTimeOffset? At, ReadingOutcome Outcome, IReadOnlyList<ReadingRemark> Remarks)
{
    public static ReadingLineResponse Of(ReadingResult result) => new(
        result.Line.Number,
        ReadingLine.Shown(result.Line.Asset),
        result.Line.At,
        result.Outcome,
        result.Remarks);
}
