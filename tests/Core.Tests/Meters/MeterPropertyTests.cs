using CsCheck;
using Dfm.Core.Meters;
using static Dfm.Core.Tests.Meters.SampleMeters;

namespace Dfm.Core.Tests.Meters;

/// <summary>What holds for whatever is entered, in whatever order, by whomever.</summary>
public sealed class MeterPropertyTests
{
    private static readonly Gen<EnterReading> AnyEntry =
        Gen.Select(Gen.Int[0, 60], Gen.Long[0, 20_000], Gen.Int[0, 9], Gen.Bool, Gen.Bool).Select((day, value, replaced, confirmed, paul) =>
            Reading(
                day % 3 == 0 ? new() { ["mono"] = value, ["colour"] = value / 2 } : new() { ["mono"] = value },
                Monday.AddDays(day),
                replaced == 0 ? ["mono"] : [],
                confirmed,
                paul ? Paul : Claire,
                Monday.AddDays(60)));

    private static readonly Gen<EnterReading[]> AnyEntries = AnyEntry.Array[0, 40];

    [Fact]
    public void Readings_NeverGoDown_UnlessTheCounterWasReplaced() => AnyEntries.Sample(entries =>
    {
        var meter = All(entries);
        foreach (var counter in meter.Counters)
        {
            var read = meter.Readings.Where(reading => reading.Values.ContainsKey(counter)).Reverse().ToList();
            Assert.All(
                read.Zip(read.Skip(1)),
                pair => Assert.True(
                    pair.Second.Replaced.Contains(counter) || pair.Second.Values[counter] >= pair.First.Values[counter]));
        }

        Assert.Equal(meter.Readings.Select(reading => reading.At).Distinct().OrderDescending(), meter.Readings.Select(reading => reading.At));
    });

    [Fact]
    public void WhatWasAccepted_EnteredAgain_IsUnchanged() => Gen.Select(AnyEntries, AnyEntry).Sample((entries, entry) =>
    {
        var decision = MeterDecisions.Enter(All(entries), entry, MeterPolicy.Default);
        if (decision.Outcome is not ReadingOutcome.Accepted) return;

        var again = MeterDecisions.Enter(decision.Meter, entry with { Confirmed = false, By = Paul }, MeterPolicy.Default);

        Assert.Equal(ReadingOutcome.Unchanged, again.Outcome);
        Assert.Same(decision.Meter, again.Meter);
    });

    [Fact]
    public void TheSameValues_Later_AreAccepted_AndTellNoVolume() => AnyEntries.Sample(entries =>
    {
        var meter = All(entries);
        if (meter.Last is not { } last) return;
        var later = Monday.AddDays(61);

        var decision = MeterDecisions.Enter(meter, Reading(new(last.Values), later), MeterPolicy.Default);

        // A counter that the last reading lacks may have been read higher before: the others never are.
        Assert.Equal(ReadingOutcome.Accepted, decision.Outcome);
        Assert.All(last.Values.Keys, counter => Assert.Equal(0, MeterVolumes.Between(decision.Meter.Readings, counter, last.At, later)));
    });

    [Fact]
    public void Confirming_NeverMakesWorse_AndAnswersEveryQuestion() => Gen.Select(AnyEntries, AnyEntry).Sample((entries, entry) =>
    {
        var meter = All(entries);
        var asked = MeterDecisions.Enter(meter, entry with { Confirmed = false }, MeterPolicy.Default).Outcome;
        var confirmed = MeterDecisions.Enter(meter, entry with { Confirmed = true }, MeterPolicy.Default).Outcome;

        Assert.NotEqual(ReadingOutcome.Questioned, confirmed);
        Assert.Equal(asked is ReadingOutcome.Questioned ? ReadingOutcome.Accepted : asked, confirmed);
    });

    [Fact]
    public void Questions_DependOnTheAssetsOwnHistory() => Gen.Select(Gen.Int[1, 2_000], Gen.Int[1, 40]).Sample((daily, days) =>
    {
        var policy = new MeterPolicy(NeverAsked: 0);
        var meter = Read(Read(Empty, Monday.AddDays(-40), 0), Monday.AddDays(-10), 30L * daily);
        var most = (30L * daily) + (3L * daily * days);

        Assert.Equal(ReadingOutcome.Accepted, Outcome(most));
        Assert.Equal(ReadingOutcome.Questioned, Outcome(most + 1 + daily));

        ReadingOutcome Outcome(long value) => MeterDecisions.Enter(meter, Black(value, Monday.AddDays(days - 10)), policy).Outcome;
    });

    [Fact]
    public void MonthlyVolumes_SumUpToTheIncreases() => AnyEntries.Sample(entries =>
    {
        var meter = All(entries);
        var months = MeterVolumes.Monthly(meter.Readings);
        foreach (var counter in meter.Counters)
        {
            var all = MeterVolumes.Between(meter.Readings, counter, Monday, Monday.AddDays(60));
            Assert.Equal((long)Math.Round(all), months.Sum(month => month.Volumes.GetValueOrDefault(counter)));
        }

        Assert.All(months, month => Assert.All(month.Volumes.Values, pages => Assert.True(pages >= 0)));
    });

    private static Meter All(EnterReading[] entries) =>
        entries.Aggregate(Empty, (meter, entry) => MeterDecisions.Enter(meter, entry, MeterPolicy.Default).Meter);
}
