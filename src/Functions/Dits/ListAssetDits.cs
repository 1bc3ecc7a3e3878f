using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Parc;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Dits;

/// <summary>The DITs of one asset, newest first.</summary>
/// <param name="assets">The parc.</param>
/// <param name="dits">Where DITs are stored.</param>
public sealed class ListAssetDits(IAssetStore assets, IDitStore dits)
{
    /// <summary>A page of DITs. Those raised while the asset stood on a site that the caller may not see are left out.</summary>
    [Function(nameof(ListAssetDits))]
    [Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id}/dits")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var before = Lists.Before<DitNumber>(page.Value);
        if (!before.IsSuccess) return before.Problem.ToHttp();
        var caller = context.Caller();
        if (!AssetId.TryParse(id, out var asset)) return ParcProblems.AssetNotFound.ToHttp();
        var finding = assets.Find(caller.Customer, asset, cancellationToken);
        var listing = dits.ListOfAsset(caller.Customer, asset, before.Value, page.Value.Limit, cancellationToken);
        if (await finding is not { } found || !caller.MaySee(found.Site)) return ParcProblems.AssetNotFound.ToHttp();
        var listed = await listing;
        return Lists.ToHttp(listed with { Items = [.. listed.Items.Where(dit => caller.MaySee(dit.Site))] });
    }
}
