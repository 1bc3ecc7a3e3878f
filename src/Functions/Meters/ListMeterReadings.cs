using System.Globalization;
using Dfm.Core.Catalogue;
using Dfm.Core.Meters;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Meters;

/// <summary>The readings of one asset, newest first, with its monthly volumes and when its toners are expected to run out.</summary>
public sealed class ListMeterReadings(
    IAssetStore assets,
    TableMeterStore meters,
    TableMeterSettings settings,
    IConsumableStore consumables,
    IOrderStore orders,
    TimeProvider clock)
{
    /// <summary><c>GET assets/{id}/meter-readings</c>: volumes and forecasts stand on the first page alone.</summary>
    [Function(nameof(ListMeterReadings)), Audience(Audience.Customer, Right.Readings)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id}/meter-readings")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var asked = PageRequest.Read(request).Then(page => Before(page).Then<(DateTimeOffset? Before, int Limit)>(at => (at, page.Limit)));
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        if (!AssetId.TryParse(id, out var named)) return ParcProblems.AssetNotFound.ToHttp();
        var listing = settings.Counters(cancellationToken);
        var reading = settings.Policy(caller.Customer, cancellationToken);
        var loading = meters.Load(caller.Customer, [named], cancellationToken);
        var found = await assets.Find(caller, id, cancellationToken);
        var (counters, policy, meter) = (await listing, await reading, (await loading)[named].Meter);
        if (!found.IsSuccess) return found.Problem.ToHttp();
        var (before, limit) = asked.Value;
        var page = await Page(meter, before, limit + 1, cancellationToken);
        var isFirst = before is null;
        return Results.Ok(new
        {
            Counters = CounterResponse.Of(meter, counters),
            Items = page.Take(limit).Select(reading => MeterReadingResponse.Of(reading, caller, policy, clock.GetUtcNow())),
            Months = isFirst ? MeterVolumes.Monthly(meter.Readings) : [],
            Forecasts = isFirst ? await Forecasts(found.Value, meter, counters, caller, cancellationToken) : [],
            NextCursor = page.Count > limit ? Cursor.At($"{page[limit - 1].At.UtcTicks}") : null,
        });
    }

    /// <summary>Readings from the meter and, where these do not suffice, from its archive.</summary>
    private async Task<IReadOnlyList<MeterReading>> Page(Meter meter, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var recent = meter.Readings.Where(reading => before is null || reading.At < before).Take(limit).ToList();
        if (recent.Count == limit || meter.ArchivedUntil is null) return recent;
        var from = recent.Count > 0 ? recent[^1].At : before ?? DateTimeOffset.MaxValue;
        return [.. recent, .. await meters.Archived(meter.Customer, meter.Asset, from, limit - recent.Count, cancellationToken)];
    }

    private async Task<IEnumerable<TonerForecast>> Forecasts(
        Asset asset, Meter meter, IReadOnlyList<Counter> counters, Caller caller, CancellationToken cancellationToken)
    {
        if (meter.Readings.Count < 2) return [];
        var listing = orders.HistoryOf(asset.Id, caller, cancellationToken);
        var fitting = await consumables.Fitting(ModelKey.Of(asset), cancellationToken);
        var (history, now) = (await listing, clock.GetUtcNow());
        return fitting.Select(toner => TonerForecast.Of(toner, counters, meter.Readings, history, now)).OfType<TonerForecast>();
    }

    private static Result<DateTimeOffset?> Before(PageRequest page)
    {
        if (page.Cursor is null) return (DateTimeOffset?)null;
        return Cursor.TryRead(page.Cursor, out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? (DateTimeOffset?)new DateTimeOffset(ticks, TimeSpan.Zero)
            : Cursor.Bad;
    }
}
