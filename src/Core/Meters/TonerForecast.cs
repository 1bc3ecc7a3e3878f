using Dfm.Core.Calendar;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;

namespace Dfm.Core.Meters;

/// <summary>When a toner is expected to run out. Shown with its basis; nothing is ever ordered by it.</summary>
/// <param name="RunsOutOn">yyyy-MM-dd, in Paris; null while nothing was ordered on the portal to count from.</param>
/// <param name="Basis">What it is computed from.</param>
public sealed record TonerForecast(
    ConsumableReference Reference, string Designation, ConsumableColour Colour, DateOnly? RunsOutOn, ForecastBasis Basis)
{
    /// <summary>A date further away than that says nothing, in days.</summary>
    private const double Horizon = 3650;

    /// <summary>The forecast; null for what is no toner, has no yield, or is not used at a known rate.</summary>
    /// <param name="counters">All counters that there are.</param>
    /// <param name="readings">The asset's.</param>
    /// <param name="orders">The asset's orders, newest first; one page suffices.</param>
    public static TonerForecast? Of(
        Consumable toner,
        IEnumerable<Counter> counters,
        IReadOnlyList<MeterReading> readings,
        IReadOnlyList<AssetOrder> orders,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(toner);
        if (toner is not { Colour: { } colour, Yield: { } pages }) return null;
        var counting = counters.Where(counter => counter.Colours.Contains(colour)).Select(counter => counter.Code).ToList();
        var daily = counting.Sum(code => MeterVolumes.Daily(readings, code) ?? 0);
        if (daily <= 0) return null;
        var supplied = ConsumableHistory.Of(toner.Reference, orders, now).Last;
        var basis = new ForecastBasis(pages, Math.Round(daily, 1), supplied?.Quantity, supplied?.PlacedAt);
        if (supplied is null) return new(toner.Reference, toner.Designation, colour, null, basis);
        var lastRead = readings.Max(reading => reading.At);
        var printed = counting.Sum(code => MeterVolumes.Between(readings, code, supplied.PlacedAt, lastRead));
        var from = lastRead > supplied.PlacedAt ? lastRead : supplied.PlacedAt;
        var days = Math.Clamp((((double)supplied.Quantity * pages) - printed) / daily, 0, Horizon);
        return new(toner.Reference, toner.Designation, colour, ParisTime.Day(from.AddDays(days)), basis);
    }
}

/// <summary>What a forecast is computed from.</summary>
/// <param name="Yield">Pages per unit, as stated by the manufacturer for a coverage of 5 %.</param>
/// <param name="DailyVolume">Pages a day that use this colour, by the asset's own readings.</param>
/// <param name="Quantity">The units of the last order; null when there is none.</param>
/// <param name="Since">When that order was placed: the units are taken for used from then on.</param>
public sealed record ForecastBasis(int Yield, double DailyVolume, int? Quantity, DateTimeOffset? Since);
