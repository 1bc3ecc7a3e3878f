using Dfm.Core.Meters;
using static Dfm.Core.Tests.Meters.SampleMeters;

namespace Dfm.Core.Tests.Meters;

/// <summary>The whole decision table of a reading: each rule, at its bound and on both sides of it.</summary>
public sealed class MeterDecisionsTests
{
    private static readonly MeterPolicy Policy = MeterPolicy.Default;

    /// <summary>The steady meter stands at 3,000 ten days ago, and prints 100 pages a day: 3,000 in ten days are asked, 30,000 refused.</summary>
    [Theory]
    [InlineData(3_000, false, false, ReadingOutcome.Accepted, null)]
    [InlineData(4_000, false, false, ReadingOutcome.Accepted, null)]
    [InlineData(6_000, false, false, ReadingOutcome.Accepted, null)]
    [InlineData(6_001, false, false, ReadingOutcome.Questioned, "improbable")]
    [InlineData(6_001, false, true, ReadingOutcome.Accepted, null)]
    [InlineData(33_000, false, true, ReadingOutcome.Accepted, null)]
    [InlineData(33_001, false, false, ReadingOutcome.Refused, "impossible")]
    [InlineData(33_001, false, true, ReadingOutcome.Refused, "impossible")]
    [InlineData(2_999, false, false, ReadingOutcome.Refused, "below-previous")]
    [InlineData(2_999, false, true, ReadingOutcome.Refused, "below-previous")]
    [InlineData(2_999, true, false, ReadingOutcome.Accepted, null)]
    [InlineData(0, true, false, ReadingOutcome.Accepted, null)]
    [InlineData(900_000, true, false, ReadingOutcome.Accepted, null)]
    [InlineData(-1, true, true, ReadingOutcome.Refused, "out-of-bounds")]
    [InlineData(MeterReading.MaxValue + 1, true, true, ReadingOutcome.Refused, "out-of-bounds")]
    public void Enter_AfterTheLastReading(long value, bool replaced, bool confirmed, ReadingOutcome outcome, string? code)
    {
        var decision = MeterDecisions.Enter(Steady, Black(value, replaced: replaced, confirmed: confirmed), Policy);

        Assert.Equal(outcome, decision.Outcome);
        Assert.Equal(code, decision.Remarks.Select(remark => remark.Code).SingleOrDefault());
        if (outcome is ReadingOutcome.Accepted) Assert.Equal(value, decision.Meter.Last!.Values["mono"]);
        else Assert.Same(Steady, decision.Meter);
    }

    /// <summary>Between 1,000 thirty days ago and 3,000 ten days ago.</summary>
    [Theory]
    [InlineData(999, false, "below-previous")]
    [InlineData(1_000, false, null)]
    [InlineData(3_000, false, null)]
    [InlineData(3_001, false, "above-next")]
    [InlineData(999, true, null)]
    [InlineData(3_001, true, "above-next")]
    public void Enter_BetweenTwoReadings_FitsBoth(long value, bool replaced, string? code)
    {
        var decision = MeterDecisions.Enter(Steady, Black(value, Monday.AddDays(-20), replaced), Policy);

        Assert.Equal(code, decision.Remarks.Select(remark => remark.Code).SingleOrDefault());
        Assert.Equal(code is null ? ReadingOutcome.Accepted : ReadingOutcome.Refused, decision.Outcome);
    }

    [Fact]
    public void Enter_BeforeAReplacedCounter_NeedNotFitTheNewOne()
    {
        var replaced = Read(Steady, Monday, 12, replaced: true);

        Assert.Equal(ReadingOutcome.Accepted, MeterDecisions.Enter(replaced, Black(3_500, Monday.AddDays(-2)), Policy).Outcome);
    }

    [Theory]
    [InlineData(0, "claire", 9_000, ReadingOutcome.Unchanged)]
    [InlineData(72, "paul", 9_000, ReadingOutcome.Unchanged)]
    [InlineData(0, "claire", 4_100, ReadingOutcome.Accepted)]
    [InlineData(48, "claire", 4_100, ReadingOutcome.Accepted)]
    [InlineData(49, "claire", 4_100, ReadingOutcome.Refused)]
    [InlineData(0, "paul", 4_100, ReadingOutcome.Refused)]
    public void Enter_TheSameInstantAgain_CorrectsOnesOwn_WithinTheTime(int hours, string who, long value, ReadingOutcome outcome)
    {
        var wrong = Read(Steady, Monday, 9_000);
        var entry = Black(value, Monday, by: who == "paul" ? Paul : Claire, now: Monday.AddHours(hours));

        var decision = MeterDecisions.Enter(wrong, entry, Policy);

        Assert.Equal(outcome, decision.Outcome);
        Assert.Equal(outcome is ReadingOutcome.Accepted ? 4_100 : 9_000, decision.Meter.Last!.Values["mono"]);
        Assert.Equal(3, decision.Meter.Readings.Count);
        Assert.Equal(Monday, decision.Meter.Last!.EnteredAt);
    }

    [Fact]
    public void Enter_ACorrection_FollowsTheSameRules()
    {
        var wrong = Read(Steady, Monday, 9_000);

        Assert.Equal("below-previous", Assert.Single(MeterDecisions.Enter(wrong, Black(2_999), Policy).Remarks).Code);
        Assert.Equal(ReadingOutcome.Questioned, MeterDecisions.Enter(wrong, Black(8_999), Policy).Outcome);
    }

    [Fact]
    public void Enter_AnotherCounterOfTheSameInstant_IsAddedByAnybody()
    {
        var read = Read(Steady, Monday, 4_000);

        var decision = MeterDecisions.Enter(read, Reading(new() { ["mono"] = 4_000, ["colour"] = 7 }, by: Paul, now: Monday.AddDays(9)), Policy);

        Assert.Equal(ReadingOutcome.Accepted, decision.Outcome);
        Assert.Equal((4_000, 7), (decision.Meter.Last!.Values["mono"], decision.Meter.Last.Values["colour"]));
    }

    [Fact]
    public void Enter_EachCounterAtFault_IsNamed()
    {
        var meter = MeterDecisions.Enter(Empty, Reading(new() { ["mono"] = 100, ["colour"] = 50 }, Monday.AddDays(-5)), Policy).Meter;

        var decision = MeterDecisions.Enter(meter, Reading(new() { ["mono"] = 99, ["colour"] = 49 }), Policy);

        Assert.Equal(["mono 100", "colour 50"], decision.Remarks.Select(remark => $"{remark.Counter} {remark.Bound}"));
    }

    [Fact]
    public void Enter_WhatIsWrongByItself_IsRefused()
    {
        Assert.Equal("no-value", CodeOf(Reading([])));
        Assert.Equal("unknown-counter", CodeOf(Reading(new() { ["a3"] = 1 })));
        Assert.Equal("unknown-counter", CodeOf(Black(4_000) with { Replaced = ["a3"] }));
        Assert.Equal("replaced-unread", CodeOf(Black(4_000) with { Replaced = ["colour"] }));
        Assert.Equal("in-the-future", CodeOf(Black(4_000, Monday.AddDays(1), now: Monday)));
        Assert.Null(CodeOf(Black(4_000, Monday.AddHours(14), now: Monday)));

        static string? CodeOf(EnterReading entry) =>
            MeterDecisions.Enter(Steady, entry, Policy).Remarks.Select(remark => remark.Code).SingleOrDefault();
    }

    [Fact]
    public void Enter_WithoutHistory_IsComparedWithAnAssumedVolume()
    {
        var once = Read(Empty, Monday.AddDays(-10), 1_000);

        Assert.Equal(ReadingOutcome.Accepted, MeterDecisions.Enter(once, Black(16_000), Policy).Outcome);
        Assert.Equal(ReadingOutcome.Questioned, MeterDecisions.Enter(once, Black(16_001), Policy).Outcome);
        Assert.Equal(ReadingOutcome.Accepted, MeterDecisions.Enter(Empty, Black(900_000_000), Policy).Outcome);
    }

    [Fact]
    public void Enter_TheCustomersThresholdsDecide()
    {
        var strict = new MeterPolicy(AskFactor: 1, RefuseFactor: 2, NeverAsked: 0);

        Assert.Equal(ReadingOutcome.Accepted, MeterDecisions.Enter(Steady, Black(4_000), strict).Outcome);
        Assert.Equal(ReadingOutcome.Questioned, MeterDecisions.Enter(Steady, Black(4_001), strict).Outcome);
        Assert.Equal(ReadingOutcome.Refused, MeterDecisions.Enter(Steady, Black(5_001), strict).Outcome);
    }

    [Fact]
    public void Archive_KeepsTheNewest_AndWhatIsOlderThanTheArchiveIsRefused()
    {
        var meter = Enumerable.Range(0, Meter.MaxReadings + 1).Aggregate(Empty, (read, day) => Read(read, Monday.AddDays(day), day * 10));

        var (kept, archived) = meter.Archive();

        Assert.Equal(Meter.MaxReadings + 1 - Meter.ArchivedAtOnce, kept.Readings.Count);
        Assert.Equal(Meter.ArchivedAtOnce, Assert.Single(archived).Count);
        Assert.Equal(Monday.AddDays(Meter.ArchivedAtOnce - 1), kept.ArchivedUntil);
        Assert.Equal("too-old", Assert.Single(MeterDecisions.Enter(kept, Black(1, Monday.AddDays(2)), Policy).Remarks).Code);
        Assert.Equal(meter.Readings, [.. kept.Readings, .. archived[0]]);
    }
}
