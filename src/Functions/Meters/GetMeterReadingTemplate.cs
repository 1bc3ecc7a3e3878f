using System.Globalization;
using System.Text;
using Dfm.Core.Calendar;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Sheets;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Meters;

/// <summary>The file to import, with the caller's own assets filled in (manual, chapter 6).</summary>
public sealed class GetMeterReadingTemplate(
    IAssetPages pages, TableMeterStore meters, TableMeterSettings settings, TimeProvider clock)
{
    private const int PageSize = 500;

    /// <summary><c>GET meter-readings/template</c>: as many assets as a file may have lines.</summary>
    [Function(nameof(GetMeterReadingTemplate)), Audience(Audience.Customer, Right.Readings)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "meter-readings/template")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var format = request.Query["format"].ToString();
        if (format is not ("" or "xlsx" or "csv")) return Problem.Validation("format", "Valeurs possibles : xlsx, csv.").ToHttp();
        var (caller, response) = (context.Caller(), request.HttpContext.Response);
        var listing = settings.Counters(cancellationToken);
        var (assets, read) = await Assets(caller, cancellationToken);
        var used = read.Values.SelectMany(meter => meter.Counters).ToHashSet();
        var counters = (await listing).Where(counter => used.Contains(counter.Code)).ToList();
        var today = ParisTime.Day(clock.GetUtcNow()).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        var rows = assets.Select(asset => RowOf(asset, read[asset.Id], counters, today));
        if (format is "csv")
        {
            response.SetDownload("releves-compteurs.csv", "text/csv; charset=utf-8");
            await response.WriteAsync(SheetWriter.Csv(rows), Encoding.UTF8, cancellationToken);
            return Results.Empty;
        }

        response.SetDownload("releves-compteurs.xlsx", SheetWriter.XlsxType);
        await response.Body.WriteAsync(SheetWriter.Xlsx(rows), cancellationToken);
        return Results.Empty;
    }

    private async Task<(IReadOnlyList<Asset> Assets, IReadOnlyDictionary<AssetId, Meter> Meters)> Assets(
        Caller caller, CancellationToken cancellationToken)
    {
        var (assets, read) = (new List<Asset>(), new Dictionary<AssetId, Meter>());
        string? cursor = null;
        do
        {
            var page = (await pages.Read(caller, new AssetFilter(Kind: AssetKind.Printing), cursor, PageSize, cancellationToken)).Value;
            var found = page.Items.Select(shown => shown.Asset).Where(asset => asset.TakesReadings()).ToList();
            foreach (var (asset, loaded) in await meters.Load(caller.Customer, [.. found.Select(asset => asset.Id)], cancellationToken))
                read[asset] = loaded.Meter;
            assets.AddRange(found);
            cursor = page.NextCursor;
        }
        while (cursor is not null && assets.Count < SheetReader.MaxRows);

        return ([.. assets.Take(SheetReader.MaxRows - 1)], read);
    }

    private static Dictionary<string, object?> RowOf(Asset asset, Meter meter, IReadOnlyList<Counter> counters, string today)
    {
        string?[] descriptions =
        [
            asset.Designation,
            asset.Make,
            asset.Model,
            asset.SerialNumber,
            asset.SiteName,
            asset.Location,
            meter.Last is { } last ? ParisTime.Day(last.At).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) : null,
        ];
        var row = new Dictionary<string, object?> { [ReadingColumns.AssetHeader] = asset.Id.Value };
        foreach (var (name, text) in ReadingColumns.Descriptions.Zip(descriptions)) row[name] = text;
        row[ReadingColumns.DateHeader] = today;
        foreach (var counter in counters) row[counter.Label] = null;
        row[ReadingColumns.ReplacedHeader] = row[ReadingColumns.ConfirmedHeader] = null;
        return row;
    }
}
