using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Parc;

/// <summary>« Parc » (manual, chapter 1): the equipment that the caller may see, by search words, site and kind.</summary>
/// <param name="pages">The parc's lists.</param>
/// <param name="customers">Knows which sites exist.</param>
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
        // Whether the site exists matters only when nothing stands on it: so most lists need not ask.
        return page is { IsSuccess: true, Value: { Items.Count: 0, NextCursor: null } } && asked.Filter.Site is { } site
            && !await Exists(caller.Customer, site, cancellationToken)
            ? ParcProblems.SiteNotFound
            : page;
    }

    private async Task<bool> Exists(CustomerId customer, SiteId site, CancellationToken cancellationToken) =>
        await customers.Find(customer, cancellationToken) is { } found && found.Sites.Any(one => one.Id == site);

    private static IResult Show(AssetPage page) => Results.Ok(new { Items = page.Items.Select(AssetAnswer.Of), page.NextCursor });
}
