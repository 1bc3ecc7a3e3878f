using Dfm.Core.Calendar;

namespace Dfm.Core.Meters;

/// <summary>Volumes between readings. What a replaced counter counted after its last reading is unknown, and counts as nothing.</summary>
public static class MeterVolumes
{
    /// <summary>Days before the last reading that the usual volume is computed from.</summary>
    private const double DaysTold = 365;

    /// <summary>Fewer days than that tell no usual volume.</summary>
    private const double LeastDays = 7;

    /// <summary>The usual volume of a counter, in pages a day; null while there is too little history.</summary>
    /// <param name="readings">In any order.</param>
    public static double? Daily(IEnumerable<MeterReading> readings, string counter)
    {
        var steps = Steps(readings, counter).ToList();
        if (steps.Count == 0) return null;
        var told = steps.Where(step => (steps[^1].To - step.From).TotalDays <= DaysTold && !step.IsReplacement).ToList();
        var days = told.Sum(step => (step.To - step.From).TotalDays);
        return days < LeastDays ? null : told.Sum(step => step.Increase) / days;
    }

    /// <summary>The pages that a counter counted in a period, interpolated between readings; none outside of them.</summary>
    /// <param name="readings">In any order.</param>
    public static double Between(IEnumerable<MeterReading> readings, string counter, DateTimeOffset from, DateTimeOffset to) =>
        Steps(readings, counter).Sum(step => step.Increase * (step.ShareUntil(to) - step.ShareUntil(from)));

    /// <summary>The volumes by month of Paris, newest first, interpolated between readings. Their sum is the sum of all increases.</summary>
    /// <param name="readings">In any order.</param>
    public static IReadOnlyList<MonthlyVolume> Monthly(IReadOnlyCollection<MeterReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var months = new SortedDictionary<DateOnly, Dictionary<string, long>>();
        foreach (var counter in readings.SelectMany(reading => reading.Values.Keys).Distinct())
            foreach (var step in Steps(readings, counter))
                Distribute(step, (month, pages) => Add(months, month, counter, pages));
        return [.. months.Reverse().Select(month => new MonthlyVolume($"{month.Key:yyyy-MM}", month.Value))];
    }

    private static void Distribute(Step step, Action<DateOnly, long> add)
    {
        var given = 0L;
        for (var month = MonthOf(step.From); given < step.Increase; month = month.AddMonths(1))
        {
            var until = (long)Math.Round(step.Increase * step.ShareUntil(ParisTime.Instant(month.AddMonths(1), TimeOnly.MinValue)));
            if (until > given) add(month, until - given);
            given = until;
        }
    }

    private static void Add(SortedDictionary<DateOnly, Dictionary<string, long>> months, DateOnly month, string counter, long pages)
    {
        if (!months.TryGetValue(month, out var volumes)) months[month] = volumes = new(StringComparer.Ordinal);
        volumes[counter] = volumes.GetValueOrDefault(counter) + pages;
    }

    private static DateOnly MonthOf(DateTimeOffset instant)
    {
        var local = ParisTime.At(instant);
        return new DateOnly(local.Year, local.Month, 1);
    }

    private static IEnumerable<Step> Steps(IEnumerable<MeterReading> readings, string counter)
    {
        var read = readings.Where(reading => reading.Values.ContainsKey(counter)).OrderBy(reading => reading.At).ToList();
        return read.Zip(read.Skip(1), (one, next) => next.Replaced.Contains(counter)
            ? new Step(one.At, next.At, 0, IsReplacement: true)
            : new Step(one.At, next.At, next.Values[counter] - one.Values[counter], IsReplacement: false));
    }

    /// <summary>What a counter counted between two readings that follow each other.</summary>
    private sealed record Step(DateTimeOffset From, DateTimeOffset To, long Increase, bool IsReplacement)
    {
        /// <summary>The share of the step that is over at an instant, from 0 to 1.</summary>
        public double ShareUntil(DateTimeOffset at) => Math.Clamp((at - From) / (To - From), 0, 1);
    }
}

/// <summary>The pages of one month.</summary>
/// <param name="Month">yyyy-MM.</param>
/// <param name="Volumes">By the code of the counter.</param>
public sealed record MonthlyVolume(string Month, IReadOnlyDictionary<string, long> Volumes);
