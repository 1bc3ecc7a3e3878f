using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Parc;

/// <summary>« Parc » (manual, chapter 1): the assets that the caller may see, by search words, site and kind.</summary>
public sealed class ListAssets(IAssetPages pages, ICustomerStore customers)
{
    /// <summary><c>GET assets</c>: one range query for most pages, never more than ten.</summary>
    [Function(nameof(ListAssets)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var asked = AssetListRequest.Read(request, caller);
        return asked.IsSuccess
            ? (await Read(caller, asked.Value, cancellationToken)).ToHttp(Show)
            : asked.Problem.ToHttp();
    }

    private async Task<Result<AssetPage>> Read(Caller caller, AssetListRequest asked, CancellationToken cancellationToken)
    {
        var page = asked.FindsNothing
            ? new AssetPage([], null)
            : await pages.Read(caller, asked.Filter, asked.Page.Cursor, asked.Page.Limit, cancellationToken);
        // Whether the site exists matters only when the list is empty, so most requests save that read.
        return page is { IsSuccess: true, Value: { Items.Count: 0, NextCursor: null } } && asked.Filter.Site is { } site
            && !await Exists(caller.Customer, site, cancellationToken)
            ? ParcProblems.SiteNotFound
            : page;
    }

    private async Task<bool> Exists(CustomerId customer, SiteId site, CancellationToken cancellationToken) =>
        await customers.Find(customer, cancellationToken) is { } found && found.Sites.Any(one => one.Id == site);

    private static IResult Show(AssetPage page) => Results.Ok(new { Items = page.Items.Select(AssetResponse.Of), page.NextCursor });
}
