using Dfm.Core.Parc;
using Dfm.Functions.Http;

namespace Dfm.Functions.Parc.Requests;

/// <summary>The lists of the DITs or orders of one asset.</summary>
public static class AssetLists
{
    /// <summary>
    /// A page of an asset's list, newest first. Items are left out when the asset was then on a site that the caller may not see.
    /// </summary>
    /// <param name="request">With the page in <c>?cursor=&amp;limit=</c>.</param>
    /// <param name="id">As given by the caller; it may be invalid.</param>
    /// <param name="list">
    /// Reads a page, concurrently with the asset: the asset, the number before which the page begins, and the maximum number of items.
    /// </param>
    public static async Task<IResult> ListOf<TNumber, TItem>(
        this IAssetStore assets,
        HttpRequest request,
        Caller caller,
        string id,
        Func<AssetId, long?, int, Task<Page<TItem>>> list,
        Func<TItem, SiteId> siteOf,
        CancellationToken cancellationToken)
        where TNumber : struct, INumber<TNumber>
    {
        var asked = PageRequest.Read(request).Then(
            page => Lists.Before<TNumber>(page).Then<(long? Before, int Limit)>(before => (before, page.Limit)));
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        if (!AssetId.TryParse(id, out var asset)) return ParcProblems.AssetNotFound.ToHttp();
        var finding = assets.Find(caller, id, cancellationToken);
        var listing = list(asset, asked.Value.Before, asked.Value.Limit);
        var listed = await listing;
        var visible = listed.Items.Where(item => caller.MaySee(siteOf(item)));
        return (await finding).ToHttp(_ => Lists.ToHttp(listed with { Items = [.. visible] }));
    }
}
