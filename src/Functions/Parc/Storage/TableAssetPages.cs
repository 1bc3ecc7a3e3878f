using Azure.Data.Tables;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Parc.Storage;

/// <summary>
/// Pages of assets. A page reads one or several key ranges of the customer's partition in at most <see cref="MaxRequests"/> requests,
/// however many assets there are.
/// </summary>
public sealed class TableAssetPages(TableServiceClient tables, IAssetStore assets) : IAssetPages
{
    /// <summary>The maximum number of range requests of a page.</summary>
    public const int MaxRequests = 10;

    /// <summary>The rows of a filtering request: the maximum that Table storage returns at once.</summary>
    private const int SiftedRows = 1000;

    private readonly TableClient table = tables.GetTableClient(TableNames.Parc);

    public async Task<Result<AssetPage>> Read(
        Caller caller, AssetFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var ranges = filter.Search is { } search ? Ranges(search) : Ranges(caller, filter);
        if (!TryLocate(ranges, cursor, out var first, out var after)) return Cursor.Bad;
        var walk = new Walk(caller.Customer.Value, ranges, first, after, limit);
        return filter.Search is null
            ? await List(walk, cancellationToken)
            : await Search(walk, caller, filter, filter.Search, cancellationToken);
    }

    private async Task<AssetPage> List(Walk walk, CancellationToken cancellationToken)
    {
        var (rows, next) = await Collect(walk, AssetRows.ShownColumns, keep: null, cancellationToken);
        return new([.. rows.Select(AssetRows.ShownOf)], next);
    }

    /// <summary>
    /// The search rows identify the assets, which are then read by key: thus a frequent change of an asset updates four of its rows and not
    /// forty.
    /// </summary>
    private async Task<AssetPage> Search(
        Walk walk, Caller caller, AssetFilter filter, AssetSearch search, CancellationToken cancellationToken)
    {
        var (rows, next) = await Collect(walk, AssetRows.SearchColumns, Keep, cancellationToken);
        var found = await Task.WhenAll(
            rows.Select(row => assets.FindShown(caller.Customer, AssetId.Parse(AssetKeys.AssetOf(row.RowKey)), cancellationToken)));

        // An asset may have moved between the two reads.
        return new([.. found.OfType<ShownAsset>().Where(shown => Fits(shown.Asset.Site, shown.Asset.Kind))], next);

        bool Keep(TableEntity row) =>
            Fits(AssetRows.SiteOf(row), AssetRows.KindOf(row)) && IsFirstMatch(row.RowKey, AssetRows.WordsOf(row), search);

        bool Fits(SiteId site, AssetKind kind) =>
            (filter.Site is null || filter.Site == site) && (filter.Kind is null || filter.Kind == kind) && caller.MaySee(site);
    }

    /// <summary>An asset may have several rows in the ranges of a search; only the first one counts.</summary>
    private static bool IsFirstMatch(string key, AssetWords words, AssetSearch search)
    {
        var first = key.StartsWith("t-", StringComparison.Ordinal)
            ? words.FirstWith(search.LeadingWord) == AssetKeys.WordOf(key)
            : !words.HasPrefix(search.LeadingWord);
        return first && search.OthersMatch(words);
    }

    private static KeyRange[] Ranges(AssetSearch search) => search.LeadingWord.Length >= AssetWords.MinSuffixLength
        ? [AssetKeys.WithWord(search.LeadingWord), AssetKeys.WithSerialEnd(search.LeadingWord)]
        : [AssetKeys.WithWord(search.LeadingWord)];

    private static KeyRange[] Ranges(Caller caller, AssetFilter filter)
    {
        var sites = filter.Site is { } site ? [site] : caller.Profile is Profile.Supervisor ? null : caller.Sites;
        return (sites, filter.Kind) switch
        {
            (null, null) => [AssetKeys.All],
            (null, { } kind) => [AssetKeys.OfKind(kind)],
            (_, null) => [.. sites.Select(AssetKeys.OfSite)],
            (_, { } kind) => [.. sites.Select(one => AssetKeys.OfKindAndSite(kind, one))],
        };
    }

    /// <summary>
    /// The rows to keep, one more than the limit to detect a next page, and that page's cursor. A filtering request first reads as many
    /// rows as a page has, which is enough for most searches, then as many as storage returns.
    /// </summary>
    private async Task<(List<TableEntity> Rows, string? Next)> Collect(
        Walk walk, IReadOnlyList<string> columns, Func<TableEntity, bool>? keep, CancellationToken cancellationToken)
    {
        var kept = new List<TableEntity>(walk.Limit);
        var requests = 0;
        for (var index = walk.First; index < walk.Ranges.Count; index++)
        {
            // A range's start is no row's key, so « after the start » is the whole range.
            var seen = index == walk.First ? walk.After ?? walk.Ranges[index].From : walk.Ranges[index].From;
            var filter = walk.Ranges[index].FilterAfter(walk.Partition, seen);
            string? continuation = null;
            do
            {
                if (requests == MaxRequests) return (kept, Cursor.At(seen));
                var top = keep is null || requests == 0 ? walk.Limit + 1 - kept.Count : SiftedRows;
                (var rows, continuation) = await ReadRows(filter, columns, top, continuation, cancellationToken);
                requests++;
                foreach (var row in rows)
                {
                    if (keep is null || keep(row))
                    {
                        if (kept.Count == walk.Limit) return (kept, Cursor.At(seen));
                        kept.Add(row);
                    }

                    seen = row.RowKey;
                }
            }
            while (continuation is not null);
        }

        return (kept, null);
    }

    private async Task<(IReadOnlyList<TableEntity> Rows, string? Continuation)> ReadRows(
        string filter, IReadOnlyList<string> columns, int top, string? continuation, CancellationToken cancellationToken)
    {
        var pages = table.QueryAsync<TableEntity>(filter, top, columns, cancellationToken).AsPages(continuation, top);
        await foreach (var page in pages.WithCancellation(cancellationToken)) return (page.Values, page.ContinuationToken);
        return ([], null);
    }

    /// <summary>The range that contains a cursor; false when none does.</summary>
    private static bool TryLocate(KeyRange[] ranges, string? cursor, out int first, out string? after)
    {
        (first, after) = (0, null);
        if (cursor is null) return true;
        if (!Cursor.TryRead(cursor, out var key)) return false;
        first = Array.FindIndex(ranges, range => range.Contains(key));
        after = key;
        return first >= 0;
    }

    /// <param name="Ranges">The requested ranges that the caller may read, in the list's order.</param>
    /// <param name="First">The range to start with.</param>
    /// <param name="After">The key in that range after which to start; null for its start.</param>
    private sealed record Walk(string Partition, IReadOnlyList<KeyRange> Ranges, int First, string? After, int Limit);
}
