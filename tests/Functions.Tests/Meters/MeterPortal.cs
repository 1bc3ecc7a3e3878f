using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Meters;

/// <summary>The two customers' portal with counters: what the tests of meter readings start from.</summary>
public sealed class MeterPortal : TwoCustomers
{
    private MeterPortal(InProcessPortal portal, HttpClient staff) : base(portal, staff)
    {
    }

    public static async Task<MeterPortal> StartAsync(StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null)
    {
        var portal = await StartInProcess(storage, settings: settings);
        await Arrange(portal.Services, portal.Clock.GetUtcNow());
        return new MeterPortal(portal, await portal.StaffClient("DFM", "dits.read"));
    }

    /// <summary>
    /// Counters mono, colour and scan. Customer c1: printer p1 (mono, colour) prints 100 black and 50 coloured pages a day and was read ten
    /// days ago, at 3,000 and 1,500; p2 and p3 (mono) were never read. Contract K-100 of all assets: read on the first of each month.
    /// </summary>
    public static async Task Arrange(IServiceProvider services, DateTimeOffset now)
    {
        var settings = services.GetRequiredService<TableMeterSettings>();
        await settings.Save(
            [
                new Counter("mono", "Noir", 1, [ConsumableColour.Black]),
                new Counter("colour", "Couleur", 2, [ConsumableColour.Black, ConsumableColour.Cyan]),
                new Counter("scan", "Numérisations", 3, []),
            ],
            CancellationToken.None);
        var c1 = CustomerId.Parse("c1");
        await settings.Save(c1, [new Dfm.Core.Meters.Contract("K-100", new DateOnly(2026, 1, 1), 1)], [], CancellationToken.None);
        await services.GetRequiredService<TableMeterStore>().Save(
            c1,
            [Meter.New(c1, AssetId.Parse("p1"), ["mono", "colour"]) with { Readings = [Read(10, 3_000), Read(30, 1_000)] }],
            CancellationToken.None);

        MeterReading Read(int daysAgo, long mono) => new(
            now.AddDays(-daysAgo),
            ReadingSource.Technician,
            "Hugo Marchand",
            null,
            now.AddDays(-daysAgo),
            new Dictionary<string, long> { ["mono"] = mono, ["colour"] = mono / 2 },
            []);
    }

    /// <summary>A reading of the counter mono.</summary>
    public static object Black(string asset, long mono, bool confirm = false, string[]? replaced = null, DateTimeOffset? at = null) =>
        new { asset, values = new { mono }, confirm, replaced, at };

    /// <summary>The request to enter readings.</summary>
    public static HttpRequestMessage Entering(string? key, params object[] readings)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/meter-readings") { Content = JsonContent.Create(new { readings }) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    /// <summary>Enters readings and returns what became of them.</summary>
    public static async Task<ReadingReport> Enter(HttpClient client, params object[] readings)
    {
        using var request = Entering(null, readings);
        using var response = await client.SendAsync(request, Stop);
        return await response.Read<ReadingReport>(HttpStatusCode.OK);
    }

    /// <summary>The outcome of each line with the codes of its remarks.</summary>
    public static IEnumerable<string> Outcomes(ReadingReport report) =>
        report.Lines.Select(line => string.Join(' ', line.Remarks.Select(remark => remark.Code).Prepend($"{line.Outcome}")));

    /// <summary>Imports a file and returns the response.</summary>
    public static async Task<HttpResponseMessage> Import(HttpClient client, byte[] file, string query = "", string type = "application/octet-stream")
    {
        using var request = Importing(file, query, type);
        return await client.SendAsync(request, Stop);
    }

    /// <summary>The request to import a file.</summary>
    public static HttpRequestMessage Importing(byte[] file, string query = "", string type = "application/octet-stream") =>
        new(HttpMethod.Post, $"/api/meter-readings/import{query}") { Content = new ByteArrayContent(file) { Headers = { { "Content-Type", type } } } };

    /// <summary>Imports CSV and returns what became of it.</summary>
    public static async Task<ReadingImportReport> Imported(HttpClient client, string csv, string query = "")
    {
        using var response = await Import(client, Encoding.UTF8.GetBytes(csv), query);
        return await response.Read<ReadingImportReport>(HttpStatusCode.OK);
    }

    /// <summary>The meter of an asset, as the client sees it.</summary>
    public static async Task<ShownMeter> MeterOf(HttpClient client, string asset) =>
        Assert.Single((await client.Get<Page<ShownMeter>>("/api/meters")).Items, meter => meter.Asset.Id == asset);

    /// <summary>The history of an asset, as the client sees it.</summary>
    public static Task<History> HistoryOf(HttpClient client, string asset, string query = "") =>
        client.Get<History>($"/api/assets/{asset}/meter-readings{query}");

    /// <summary>A day as French people write it.</summary>
    public string Day(int daysAgo = 0) => Portal.Clock.GetUtcNow().AddDays(-daysAgo).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}

public sealed record ShownMeter(
    AssetSnapshotResponse Asset,
    SiteResponse Site,
    IReadOnlyList<CounterResponse> Counters,
    LastReadingResponse? LastReading,
    ReadingDueResponse? Due);

public sealed record History(
    IReadOnlyList<CounterResponse> Counters,
    IReadOnlyList<MeterReadingResponse> Items,
    IReadOnlyList<MonthlyVolume> Months,
    IReadOnlyList<TonerForecast> Forecasts,
    string? NextCursor);
