using Dfm.Core.Accounts;
using Dfm.Core.Imports;
using Dfm.Core.Meters;
using Dfm.Core.Parc;

namespace Dfm.Load;

/// <summary>What the files say about meter readings.</summary>
internal sealed record DemoMeters(
    IReadOnlyList<Counter> Counters,
    IReadOnlyList<ContractRecord> Contracts,
    IReadOnlyList<ResponsibleRecord> Responsibles,
    IReadOnlyList<MeterRecord> Meters,
    IReadOnlyList<ReadingRecord> Readings)
{
    /// <summary>Nothing.</summary>
    public static DemoMeters None { get; } = new([], [], [], [], []);

    /// <summary>What does not fit together.</summary>
    /// <param name="assets">The assets that there are.</param>
    public IEnumerable<string> Errors(HashSet<(CustomerId Customer, AssetId Asset)> assets)
    {
        var codes = Counters.Select(counter => counter.Code).ToHashSet();
        var meters = Meters.ToDictionary(meter => (meter.Customer, meter.Asset), meter => meter.Counters);
        return Meters.Where(meter => !assets.Contains((meter.Customer, meter.Asset)))
            .Select(meter => $"meters.csv : le bien {meter.Asset} est inconnu.")
            .Concat(Meters.SelectMany(meter => meter.Counters).Except(codes).Select(code => $"meters.csv : le compteur {code} est inconnu."))
            .Concat(Readings.Where(reading => !meters.GetValueOrDefault((reading.Customer, reading.Asset), []).Contains(reading.Counter))
                .Select(reading => $"readings.csv : le bien {reading.Asset} n'a pas de compteur {reading.Counter}."));
    }
}
