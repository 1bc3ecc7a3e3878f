using Azure.Data.Tables;

namespace Dfm.Benchmarks;

/// <summary>How much longer a page of the parc takes than the range query of its rows.</summary>
internal static class AssetList
{
    private const double Target = 1.3;
    private const int Page = 50;
    private const int WarmUp = 150;
    private const int Count = 400;

    /// <summary>The columns that the page shows.</summary>
    private static readonly string[] Columns = ["RowKey", "Data", "OpenDits"];

    /// <summary>One after the other, turn and turn about.</summary>
    public static async Task<Figure> Measure(Bench bench)
    {
        var (portal, floor) = (new Samples(), new Samples());
        var table = bench.Storage.Tables().GetTableClient("Parc");
        await Turns(WarmUp, bench, table, new Samples(), new Samples());
        await Turns(Count, bench, table, portal, floor);
        return Figure.AtMost("assets", portal, floor, Target);
    }

    private static async Task Turns(int count, Bench bench, TableClient table, Samples portal, Samples floor)
    {
        for (var n = 0; n < count; n++)
        {
            await portal.Take(() => bench.Client.ReadAssets(Page));
            await floor.Take(() => Query(table));
        }
    }

    private static async Task Query(TableClient table)
    {
        const string filter = $"PartitionKey eq '{BenchData.Customer}' and RowKey gt 'a-' and RowKey lt 'a-~~'";
        await foreach (var page in table.QueryAsync<TableEntity>(filter, Page, Columns).AsPages())
        {
            if (page.Values.Count != Page) throw new InvalidOperationException($"{page.Values.Count} rows instead of {Page}.");
            return;
        }
    }
}
