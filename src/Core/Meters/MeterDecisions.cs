using Dfm.Core.Calendar;

namespace Dfm.Core.Meters;

/// <summary>The rules of meter readings (manual, chapter 6), as pure functions.</summary>
public static class MeterDecisions
{
    /// <summary>The result of entering a reading.</summary>
    public static ReadingDecision Enter(Meter meter, EnterReading entry, MeterPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(policy);
        if (FormOf(meter, entry).ToList() is { Count: > 0 } wrong) return Not(ReadingOutcome.Refused, wrong);
        var same = meter.Readings.FirstOrDefault(reading => reading.At == entry.At);
        var changed = entry.Values.Where(value => same is null || Changes(same, value, entry)).ToList();
        if (changed.Count == 0) return new(ReadingOutcome.Unchanged, meter, []);
        if (same is not null && changed.Exists(value => same.Values.ContainsKey(value.Key)) && !MayCorrect(same, entry, policy))
            return Not(ReadingOutcome.Refused, [ReadingRemarks.AlreadyRead(policy)]);

        var others = meter.Readings.Where(reading => reading.At != entry.At).ToList();
        var neighbours = changed.Select(value => new Neighbours(value.Key, value.Value, entry, others)).ToList();
        if (neighbours.SelectMany(Misfits).ToList() is { Count: > 0 } misfits) return Not(ReadingOutcome.Refused, misfits);
        if (Beyond(policy.RefuseFactor, ReadingRemarks.Impossible) is { Count: > 0 } impossible)
            return Not(ReadingOutcome.Refused, impossible);
        if (!entry.Confirmed && Beyond(policy.AskFactor, ReadingRemarks.Improbable) is { Count: > 0 } improbable)
            return Not(ReadingOutcome.Questioned, improbable);
        return new(ReadingOutcome.Accepted, meter.With(Merged(same, changed, entry)), []);

        ReadingDecision Not(ReadingOutcome outcome, IReadOnlyList<ReadingRemark> remarks) => new(outcome, meter, remarks);

        List<ReadingRemark> Beyond(double factor, Func<string, long, long, ReadingRemark> remark) =>
            [.. neighbours.Select(one => one.Beyond(factor, policy, remark)).OfType<ReadingRemark>()];
    }

    /// <summary>What is wrong with the reading by itself.</summary>
    private static IEnumerable<ReadingRemark> FormOf(Meter meter, EnterReading entry)
    {
        if (entry.Values.Count == 0) yield return ReadingRemarks.NoValue;
        if (ParisTime.Day(entry.At) > ParisTime.Day(entry.Now)) yield return ReadingRemarks.InTheFuture;
        if (entry.At <= meter.ArchivedUntil) yield return ReadingRemarks.TooOld;
        foreach (var code in entry.Values.Keys.Union(entry.Replaced).Except(meter.Counters)) yield return ReadingRemarks.UnknownCounter(code);
        foreach (var code in entry.Replaced.Intersect(meter.Counters).Except(entry.Values.Keys)) yield return ReadingRemarks.ReplacedUnread(code);
        foreach (var (code, value) in entry.Values)
            if (value is < 0 or > MeterReading.MaxValue) yield return ReadingRemarks.OutOfBounds(code);
    }

    private static IEnumerable<ReadingRemark> Misfits(Neighbours read)
    {
        if (read.Before is { } before && !read.IsReplaced && read.Value < before.Values[read.Counter])
            yield return ReadingRemarks.BelowPrevious(read.Counter, before);
        if (read.After is { } after && !after.Replaced.Contains(read.Counter) && read.Value > after.Values[read.Counter])
            yield return ReadingRemarks.AboveNext(read.Counter, after);
    }

    /// <summary>Whether a value is other than what was read at the same instant, or was not read then.</summary>
    private static bool Changes(MeterReading same, KeyValuePair<string, long> value, EnterReading entry) =>
        !same.Values.TryGetValue(value.Key, out var known) || known != value.Value
        || (entry.Replaced.Contains(value.Key) && !same.Replaced.Contains(value.Key));

    private static bool MayCorrect(MeterReading stored, EnterReading entry, MeterPolicy policy) =>
        stored.CorrectableUntil(entry.By.User, policy, entry.Now) is not null;

    /// <summary>A correction keeps the instant of the first entry, so that it does not prolong the time for corrections.</summary>
    private static MeterReading Merged(MeterReading? same, IReadOnlyList<KeyValuePair<string, long>> changed, EnterReading entry)
    {
        var kept = (same?.Values ?? new Dictionary<string, long>()).ExceptBy(changed.Select(value => value.Key), value => value.Key);
        var values = new SortedDictionary<string, long>(kept.Concat(changed).ToDictionary(), StringComparer.Ordinal);
        string[] replaced =
            [.. (same?.Replaced ?? []).Except(changed.Select(value => value.Key)).Union(entry.Replaced).Order(StringComparer.Ordinal)];
        return same is null
            ? new(entry.At, entry.Source, entry.By.Name, entry.By.User, entry.Now, values, replaced)
            : same with { Values = values, Replaced = replaced };
    }

    /// <summary>A value with the readings of the same counter before and after it.</summary>
    private sealed class Neighbours(string counter, long value, EnterReading entry, IReadOnlyList<MeterReading> others)
    {
        public string Counter => counter;

        public long Value => value;

        public bool IsReplaced { get; } = entry.Replaced.Contains(counter);

        public MeterReading? Before { get; } = others.FirstOrDefault(other => other.At < entry.At && other.Values.ContainsKey(counter));

        public MeterReading? After { get; } = others.LastOrDefault(other => other.At > entry.At && other.Values.ContainsKey(counter));

        /// <summary>A remark when the increase is beyond so many times what the asset's own history lets expect. A day counts whole.</summary>
        public ReadingRemark? Beyond(double factor, MeterPolicy policy, Func<string, long, long, ReadingRemark> remark)
        {
            if (Before is null || IsReplaced) return null;
            var daily = MeterVolumes.Daily(others.Where(other => other.At <= Before.At), counter) ?? policy.AssumedDaily;
            var days = Math.Max(1, (entry.At - Before.At).TotalDays);
            var most = (long)Math.Max(policy.NeverAsked, daily * days * factor);
            var increase = value - Before.Values[counter];
            return increase > most ? remark(counter, increase, Before.Values[counter] + most) : null;
        }
    }
}
