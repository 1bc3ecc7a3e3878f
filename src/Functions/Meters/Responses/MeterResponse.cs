using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Responses;

namespace Dfm.Functions.Meters.Responses;

/// <summary>The meter of an asset, as shown by the API.</summary>
/// <param name="LastReading">Null while there is none.</param>
/// <param name="Due">Null for an asset whose contract has no reading dates.</param>
public sealed record MeterResponse(
    AssetSnapshotResponse Asset,
    SiteResponse Site,
    IReadOnlyList<CounterResponse> Counters,
    LastReadingResponse? LastReading,
    ReadingDueResponse? Due)
{
    public static MeterResponse Of(Asset asset, Meter meter, IReadOnlyList<Counter> counters, Contract? contract, DateOnly today) => new(
        AssetSnapshotResponse.Of(AssetSnapshot.Of(asset)),
        new SiteResponse(asset.Site.Value, asset.SiteName),
        CounterResponse.Of(meter, counters),
        meter.Last is { } last ? new(last.At, last.Source, last.Source.Label(), last.By) : null,
        contract is null ? null : ReadingDueResponse.Of(contract, meter.Last?.At, today));
}

/// <summary>A counter with its last value.</summary>
/// <param name="Value">Null while it was never read.</param>
/// <param name="ReadAt">When it was read last.</param>
public sealed record CounterResponse(string Code, string Label, long? Value, DateTimeOffset? ReadAt)
{
    /// <summary>The meter's counters in display order.</summary>
    public static IReadOnlyList<CounterResponse> Of(Meter meter, IReadOnlyList<Counter> counters)
    {
        var known = counters.ToDictionary(counter => counter.Code);
        return
        [
            .. meter.Counters.OrderBy(code => known.GetValueOrDefault(code)?.Order ?? int.MaxValue).Select(code =>
            {
                var read = meter.Readings.FirstOrDefault(reading => reading.Values.ContainsKey(code));
                return new CounterResponse(code, known.GetValueOrDefault(code)?.Label ?? code, read?.Values[code], read?.At);
            }),
        ];
    }
}

public sealed record LastReadingResponse(DateTimeOffset At, ReadingSource Source, string SourceLabel, string By);

/// <summary>When the next reading is due.</summary>
/// <param name="IsOpen">Whether a reading made today counts for that date.</param>
public sealed record ReadingDueResponse(DateOnly On, bool IsOpen, bool IsLate)
{
    public static ReadingDueResponse Of(Contract contract, DateTimeOffset? last, DateOnly today)
    {
        var due = contract.NextDue(last, today);
        return new(due, contract.IsOpen(due, today), contract.IsLate(due, today));
    }
}
