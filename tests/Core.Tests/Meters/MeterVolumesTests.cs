using Dfm.Core.Catalogue;
using Dfm.Core.Meters;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Core.Tests.Orders;
using static Dfm.Core.Tests.Meters.SampleMeters;

namespace Dfm.Core.Tests.Meters;

public sealed class MeterVolumesTests
{
    [Fact]
    public void Monthly_SplitsAVolume_ByTheDaysOfEachMonth()
    {
        // From 31 January, noon, to 10 February, noon: half a day of ten lies in January.
        var meter = Read(Empty, new(2026, 1, 31, 11, 0, 0, TimeSpan.Zero), 0);
        meter = Read(meter, new(2026, 2, 10, 11, 0, 0, TimeSpan.Zero), 1_000);

        var months = MeterVolumes.Monthly(meter.Readings);

        Assert.Equal(["2026-02 950", "2026-01 50"], months.Select(month => $"{month.Month} {month.Volumes["mono"]}"));
    }

    [Fact]
    public void Volumes_OfAReplacedCounter_DoNotCountTheDifference()
    {
        var meter = Read(Read(Steady, Monday, 10, replaced: true), Monday.AddDays(10), 1_010);

        Assert.Equal(3_000, MeterVolumes.Monthly(meter.Readings).Sum(month => month.Volumes.GetValueOrDefault("mono")));
        Assert.Equal(100, MeterVolumes.Daily(meter.Readings, "mono"));
    }

    [Fact]
    public void Daily_IsUnknown_WithoutAWeekOfHistory()
    {
        Assert.Null(MeterVolumes.Daily(Empty.Readings, "mono"));
        Assert.Null(MeterVolumes.Daily(Read(Read(Empty, Monday, 1), Monday.AddDays(6), 100).Readings, "mono"));
    }

    [Fact]
    public void Forecast_CountsFromTheLastOrder_AndSaysSo()
    {
        Counter[] counters = [new("mono", "Noir", 1, [ConsumableColour.Black]), new("scan", "Numérisations", 2, [])];
        var toner = Toner(ConsumableColour.Black, 5_000);
        var placed = SampleOrders.Placed(SampleOrders.Item("A1", lines: SampleOrders.Line(toner.Reference, 1))).Order;
        var order = AssetOrder.Of(placed with { PlacedAt = Monday.AddDays(-20) }, AssetId.Parse("A1"));

        var forecast = TonerForecast.Of(toner, counters, Steady.Readings, [order], Monday)!;

        // 1,000 pages from the order to the last reading ten days later; the other 4,000 last for forty days at 100 a day.
        Assert.Equal(new DateOnly(2026, 4, 1), forecast.RunsOutOn);
        Assert.Equal(new ForecastBasis(5_000, 100, 1, Monday.AddDays(-20)), forecast.Basis);
        Assert.Null(TonerForecast.Of(toner, counters, Steady.Readings, [], Monday)!.RunsOutOn);
        Assert.Null(TonerForecast.Of(Toner(ConsumableColour.Cyan, 5_000), counters, Steady.Readings, [order], Monday));
        Assert.Null(TonerForecast.Of(Toner(ConsumableColour.Black, null), counters, Steady.Readings, [order], Monday));
        Assert.Null(TonerForecast.Of(toner, counters, Empty.Readings, [order], Monday));
    }

    private static Consumable Toner(ConsumableColour colour, int? pages) => new(
        ConsumableReference.Parse("T-1"), "Toner", colour, pages, IsInContracts: true, null, new QuantityBounds(1, 6, 1), null);
}
