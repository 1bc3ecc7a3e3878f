using Dfm.Core.Accounts;
using Dfm.Core.Calendar;
using Dfm.Core.Meters;
using Dfm.Functions.Meters.Storage;

namespace Dfm.Load;

/// <summary>Writes meters, their first readings, contracts and who is responsible. What was read since is kept.</summary>
internal sealed class MeterLoader(TableMeterStore meters, TableMeterSettings settings, TableReadingDates dates, TimeProvider clock)
{
    /// <summary>Loads everything; returns how many meters were new or have other counters than before.</summary>
    public async Task<int> Load(DemoMeters wanted)
    {
        await settings.Save(wanted.Counters, default);
        var customers = wanted.Meters.Select(meter => meter.Customer).Concat(wanted.Contracts.Select(contract => contract.Customer)).Distinct();
        return (await Task.WhenAll(customers.Select(customer => Load(customer, wanted)))).Sum();
    }

    private async Task<int> Load(CustomerId customer, DemoMeters wanted)
    {
        var contracts = wanted.Contracts.Where(one => one.Customer == customer).Select(one => one.Contract).ToList();
        await settings.Save(
            customer,
            contracts,
            wanted.Responsibles.Where(one => one.Customer == customer).Select(one => (one.Site, one.Asset, new Responsible(one.Name, one.Email))),
            default);
        var today = ParisTime.Day(clock.GetUtcNow());
        await Task.WhenAll(contracts.Select(contract => dates.Begin(customer, contract, today, default)));

        var readings = wanted.Readings.Where(reading => reading.Customer == customer).ToLookup(reading => reading.Asset);
        var ofCustomer = wanted.Meters.Where(meter => meter.Customer == customer).ToList();
        var known = await meters.Load(customer, [.. ofCustomer.Select(meter => meter.Asset)], default);
        var changed = ofCustomer.Select(meter => known[meter.Asset] switch
        {
            { ETag: null } => Meter.New(customer, meter.Asset, meter.Counters) with { Readings = Read(readings[meter.Asset]) },
            { Meter: var stands } when stands.Counters.SequenceEqual(meter.Counters) => null,
            { Meter: var stands } => stands with { Counters = meter.Counters },
        }).OfType<Meter>().ToList();
        await meters.Save(customer, changed, default);
        return changed.Count;
    }

    private static IReadOnlyList<MeterReading> Read(IEnumerable<Core.Imports.ReadingRecord> ofAsset) =>
    [
        .. ofAsset.GroupBy(reading => EnterReading.AtNoon(reading.Day)).OrderByDescending(ofDay => ofDay.Key).Select(ofDay => new MeterReading(
            ofDay.Key,
            ReadingSource.Technician,
            "GROUPE DFM",
            null,
            ofDay.Key,
            ofDay.ToDictionary(reading => reading.Counter, reading => reading.Value),
            [])),
    ];
}
