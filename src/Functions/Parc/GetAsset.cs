using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Parc;

/// <summary>One asset (manual, chapter 1).</summary>
public sealed class GetAsset(IAssetStore assets)
{
    /// <summary><c>GET assets/{id}</c>: one point read.</summary>
    [Function(nameof(GetAsset)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return AssetId.TryParse(id, out var asset)
            && await assets.FindShown(caller.Customer, asset, cancellationToken) is { } shown
            && caller.MaySee(shown.Asset.Site)
            ? Results.Ok(AssetResponse.Of(shown))
            : ParcProblems.AssetNotFound.ToHttp();
    }
}
