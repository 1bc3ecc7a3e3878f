using Dfm.Core.Parc;

namespace Dfm.Functions.Parc.Requests;

public static class AssetPageReads
{
    /// <summary>The requested page of assets; <c>site-not-found</c> for a site that the customer does not have.</summary>
    public static async Task<Result<AssetPage>> Read(
        this IAssetPages pages, ICustomerStore customers, Caller caller, AssetListRequest asked, CancellationToken cancellationToken)
    {
        var page = asked.FindsNothing
            ? new AssetPage([], null)
            : await pages.Read(caller, asked.Filter, asked.Page.Cursor, asked.Page.Limit, cancellationToken);
        // Whether the site exists matters only when the list is empty, so most requests save that read.
        return page is { IsSuccess: true, Value: { Items.Count: 0, NextCursor: null } } && asked.Filter.Site is { } site
            && !await customers.Has(caller.Customer, site, cancellationToken)
            ? ParcProblems.SiteNotFound
            : page;
    }

    private static async Task<bool> Has(
        this ICustomerStore customers, CustomerId customer, SiteId site, CancellationToken cancellationToken) =>
        await customers.Find(customer, cancellationToken) is { } found && found.Sites.Any(one => one.Id == site);
}
