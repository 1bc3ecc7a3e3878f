using Dfm.Core.Accounts;
using Dfm.Core.Meters;
using Dfm.Core.Parc;

namespace Dfm.Core.Imports;

/// <summary>Reads the ERP's files that meter readings need, as <see cref="ImportReader"/> does.</summary>
public static class MeterFiles
{
    /// <summary>
    /// <c>counters.csv</c>: code, label, colours (Black, Cyan, Magenta, Yellow; separated by « | »). The file's order is the list's.
    /// </summary>
    public static ImportFile<Counter> Counters(ReadOnlySpan<byte> file) => ImportReader.Read(
        file,
        ["code", "label", "colours"],
        line => new Counter(
            line.Code("code"), line.Required("label", 40), line.Number, line.ColourList("colours")),
        counter => counter.Code);

    /// <summary><c>contracts.csv</c>: customer, number, firstReading (yyyy-MM-dd), everyMonths (1 to 24).</summary>
    public static ImportFile<ContractRecord> Contracts(ReadOnlySpan<byte> file) => ImportReader.Read(
        file,
        ["customer", "number", "firstReading", "everyMonths"],
        line => new ContractRecord(
            line.Id<CustomerId>("customer"),
            new Contract(line.Code("number"), line.Day("firstReading"), line.WholeNumber("everyMonths", 1, 24))),
        contract => (contract.Customer, contract.Contract.Number));

    /// <summary>
    /// <c>responsibles.csv</c>: customer, site, asset, name, email. Without a site and an asset, the person is responsible for all of the
    /// customer's readings that nobody else is responsible for.
    /// </summary>
    public static ImportFile<ResponsibleRecord> Responsibles(ReadOnlySpan<byte> file) => ImportReader.Read(
        file,
        ["customer", "site", "asset", "name", "email"],
        line => new ResponsibleRecord(
            line.Id<CustomerId>("customer"),
            line.OptionalId<SiteId>("site"),
            line.OptionalId<AssetId>("asset"),
            line.Required("name", 100),
            line.Email("email")),
        one => (one.Customer, one.Site, one.Asset));

    /// <summary><c>meters.csv</c>: customer, asset, counters (codes separated by « | »).</summary>
    public static ImportFile<MeterRecord> Meters(ReadOnlySpan<byte> file) => ImportReader.Read(
        file,
        ["customer", "asset", "counters"],
        line => new MeterRecord(line.Id<CustomerId>("customer"), line.Id<AssetId>("asset"), line.Codes("counters")),
        meter => (meter.Customer, meter.Asset));

    /// <summary><c>readings.csv</c>: customer, asset, day (yyyy-MM-dd), counter (its code), value.</summary>
    public static ImportFile<ReadingRecord> Readings(ReadOnlySpan<byte> file) => ImportReader.Read(
        file,
        ["customer", "asset", "day", "counter", "value"],
        line => new ReadingRecord(
            line.Id<CustomerId>("customer"),
            line.Id<AssetId>("asset"),
            line.Day("day"),
            line.Code("counter"),
            line.WholeNumber("value", 0, (int)MeterReading.MaxValue)),
        reading => (reading.Customer, reading.Asset, reading.Day, reading.Counter));
}

/// <summary>A line of <c>contracts.csv</c>.</summary>
public sealed record ContractRecord(CustomerId Customer, Contract Contract);

/// <summary>A line of <c>responsibles.csv</c>.</summary>
public sealed record ResponsibleRecord(CustomerId Customer, SiteId? Site, AssetId? Asset, string Name, string Email);

/// <summary>A line of <c>meters.csv</c>.</summary>
public sealed record MeterRecord(CustomerId Customer, AssetId Asset, IReadOnlyList<string> Counters);

/// <summary>A line of <c>readings.csv</c>: one counter of one reading.</summary>
public sealed record ReadingRecord(CustomerId Customer, AssetId Asset, DateOnly Day, string Counter, long Value);
