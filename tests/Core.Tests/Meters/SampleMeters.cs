using Dfm.Core.Accounts;
using Dfm.Core.Meters;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Meters;

/// <summary>A meter of two counters, and what may be entered for it.</summary>
internal static class SampleMeters
{
    /// <summary>A Monday at 9:00 in Paris.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly Person Claire = new(UserId.Parse("claire"), "Claire", "claire@example.com");

    public static readonly Person Paul = new(UserId.Parse("paul"), "Paul", "paul@example.com");

    /// <summary>Without readings.</summary>
    public static Meter Empty { get; } = Meter.New(CustomerId.Parse("c1"), AssetId.Parse("p1"), ["mono", "colour"]);

    /// <summary>100 pages a day on the counter « mono »: 1,000 thirty days ago, 3,000 ten days ago.</summary>
    public static Meter Steady { get; } = Read(Read(Empty, Monday.AddDays(-30), 1_000), Monday.AddDays(-10), 3_000);

    /// <summary>A reading of « mono » that Claire enters, at the time it was made unless said otherwise.</summary>
    public static EnterReading Black(
        long value, DateTimeOffset? at = null, bool replaced = false, bool confirmed = false, Person? by = null, DateTimeOffset? now = null) =>
        Reading(new() { ["mono"] = value }, at, replaced ? ["mono"] : [], confirmed, by, now);

    public static EnterReading Reading(
        Dictionary<string, long> values,
        DateTimeOffset? at = null,
        string[]? replaced = null,
        bool confirmed = false,
        Person? by = null,
        DateTimeOffset? now = null) =>
        new(at ?? Monday, values, replaced ?? [], confirmed, ReadingSource.Portal, by ?? Claire, now ?? at ?? Monday);

    /// <summary>The meter after a reading of « mono » that is accepted.</summary>
    public static Meter Read(Meter meter, DateTimeOffset at, long value, bool replaced = false)
    {
        var decision = MeterDecisions.Enter(meter, Black(value, at, replaced, confirmed: true), MeterPolicy.Default);
        Assert.Equal(ReadingOutcome.Accepted, decision.Outcome);
        return decision.Meter;
    }
}
