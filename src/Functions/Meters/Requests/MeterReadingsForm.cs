using Dfm.Core.Calendar;
using Dfm.Core.Meters;
using Dfm.Core.Text;

namespace Dfm.Functions.Meters.Requests;

/// <summary>The body of <c>POST meter-readings</c>.</summary>
public sealed record MeterReadingsForm(IReadOnlyList<MeterReadingFields?>? Readings)
{
    /// <summary>A longer list is a file's matter.</summary>
    public const int MaxReadings = 300;

    private static readonly string[] AssetMissing = ["Indiquez le bien."];

    /// <param name="now">A reading that names no instant is of this day.</param>
    public Result<IReadOnlyList<ReadingLine>> ToLines(DateTimeOffset now)
    {
        if (Readings is not { Count: > 0 }) return Problem.Validation("readings", "Saisissez au moins un relevé.");
        if (Readings.Count > MaxReadings) return Problem.Validation("readings", $"{MaxReadings} relevés au plus à la fois : importez un fichier.");
        var missing = Readings.Index().Where(one => one.Item?.Asset is null).Select(one => $"readings[{one.Index}].asset").ToList();
        return missing.Count > 0
            ? Problem.Validation(missing.ToDictionary(field => field, _ => AssetMissing))
            : new List<ReadingLine>(Readings.Index().Select(one => one.Item!.ToLine(one.Index + 1, now)));
    }
}

/// <summary>One reading of the body.</summary>
/// <param name="At">When the counters were read. Without, noon of the day: the same request, sent again, means the same readings.</param>
/// <param name="Values">By the code of the counter.</param>
/// <param name="Replaced">The counters that were replaced since the reading before.</param>
/// <param name="Confirm">Whether an improbable volume is confirmed.</param>
public sealed record MeterReadingFields(
    string? Asset, DateTimeOffset? At, IReadOnlyDictionary<string, long>? Values, IReadOnlyList<string?>? Replaced, bool? Confirm)
{
    public ReadingLine ToLine(int number, DateTimeOffset now) => new(
        number,
        PlainText.TryOneLine(Asset, out var asset) ? asset : "",
        At ?? EnterReading.AtNoon(ParisTime.Day(now)),
        Values ?? new Dictionary<string, long>(),
        [.. (Replaced ?? []).OfType<string>()],
        Confirm is true,
        []);
}
