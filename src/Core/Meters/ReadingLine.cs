using Dfm.Core.Parc;
using Dfm.Core.Text;

namespace Dfm.Core.Meters;

/// <summary>One of the readings that are entered together, as a form or a file says it.</summary>
/// <param name="Number">The line in the file, or the position in the request from 1.</param>
/// <param name="Asset">The asset's id as written.</param>
/// <param name="At">Null where the line says none that can be understood.</param>
/// <param name="Values">By the code of the counter.</param>
/// <param name="Replaced">The codes of the counters that were replaced.</param>
/// <param name="Errors">What could not be understood; the line is refused then.</param>
public sealed record ReadingLine(
    int Number,
    string Asset,
    DateTimeOffset? At,
    IReadOnlyDictionary<string, long> Values,
    IReadOnlyList<string> Replaced,
    bool Confirmed,
    IReadOnlyList<ReadingRemark> Errors)
{
    private const int MaxShown = 40;

    /// <summary>What somebody wrote, as responses and mails show it: one line, at most 40 characters of it and « … ».</summary>
    public static string Shown(string text)
    {
        _ = PlainText.TryOneLine(text, out var line);
        if (line.Length <= MaxShown) return line;
        return $"{line[..(char.IsHighSurrogate(line[MaxShown - 1]) ? MaxShown - 1 : MaxShown)]}…";
    }

    /// <summary>The lines, of which those that read again what an earlier one reads are refused: only their author knows which is right.</summary>
    public static IReadOnlyList<ReadingLine> WithoutRepetitions(IEnumerable<ReadingLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var first = new Dictionary<(string, DateTimeOffset?, string), int>();
        return [.. lines.Select(line =>
        {
            var earlier = line.Values.Keys
                .Select(code => first.GetValueOrDefault((line.Asset, line.At, code)))
                .FirstOrDefault(number => number > 0);
            foreach (var code in line.Values.Keys) first.TryAdd((line.Asset, line.At, code), line.Number);
            return earlier == 0 || line.Errors.Count > 0 ? line : line with { Errors = [ReadingRemarks.Repeated(earlier)] };
        })];
    }
}

/// <summary>What became of a line.</summary>
/// <param name="Asset">Null where there is none, or the author may not see it.</param>
/// <param name="Remarks">Empty when it is stored.</param>
public sealed record ReadingResult(ReadingLine Line, Asset? Asset, ReadingOutcome Outcome, IReadOnlyList<ReadingRemark> Remarks)
{
    /// <summary>Whether the reading is stored, now or before.</summary>
    public bool IsTaken => Outcome is ReadingOutcome.Accepted or ReadingOutcome.Unchanged;
}
