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
            ? (await pages.Read(customers, caller, asked.Value, cancellationToken)).ToHttp(Show)
            : asked.Problem.ToHttp();
    }

    private static IResult Show(AssetPage page) => Results.Ok(new { Items = page.Items.Select(AssetResponse.Of), page.NextCursor });
}
