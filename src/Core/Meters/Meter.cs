using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Meters;

/// <summary>The counters of one asset with its latest readings.</summary>
/// <param name="Counters">The codes of its counters.</param>
/// <param name="Readings">Newest first, at most <see cref="MaxReadings"/>; older ones are archived.</param>
/// <param name="ArchivedUntil">When the newest archived reading was made; null while there is none. Nothing can be entered before.</param>
public sealed record Meter(
    CustomerId Customer, AssetId Asset, IReadOnlyList<string> Counters, IReadOnlyList<MeterReading> Readings, DateTimeOffset? ArchivedUntil)
{
    /// <summary>Three years of monthly readings: those that are compared, and that volumes are computed from.</summary>
    public const int MaxReadings = 36;

    /// <summary>How many of the oldest readings are archived together.</summary>
    public const int ArchivedAtOnce = 12;

    /// <summary>The counters of an asset about which the ERP has said nothing more than that it has counters.</summary>
    public static IReadOnlyList<string> UsualCounters { get; } = ["mono"];

    /// <summary>The last reading; null while there is none.</summary>
    public MeterReading? Last => Readings.Count > 0 ? Readings[0] : null;

    /// <summary>A meter without readings.</summary>
    public static Meter New(CustomerId customer, AssetId asset, IReadOnlyList<string>? counters = null) =>
        new(customer, asset, counters ?? UsualCounters, [], null);

    /// <summary>The meter with a reading in place of the one of the same instant, or as a new one.</summary>
    internal Meter With(MeterReading reading) => this with
    {
        Readings = [.. Readings.Where(other => other.At != reading.At).Append(reading).OrderByDescending(other => other.At)],
    };

    /// <summary>The meter with at most <see cref="MaxReadings"/>, and the readings that go to the archive, newest first.</summary>
    public (Meter Kept, IReadOnlyList<IReadOnlyList<MeterReading>> Archived) Archive()
    {
        var (kept, archived) = (Readings, new List<IReadOnlyList<MeterReading>>());
        while (kept.Count > MaxReadings)
        {
            archived.Add([.. kept.TakeLast(ArchivedAtOnce)]);
            kept = [.. kept.SkipLast(ArchivedAtOnce)];
        }

        return archived.Count == 0 ? (this, []) : (this with { Readings = kept, ArchivedUntil = archived[^1][0].At }, archived);
    }
}
