using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>The DITs of one asset, newest first.</summary>
public sealed class ListAssetDits(IAssetStore assets, IDitStore dits)
{
    [Function(nameof(ListAssetDits)), Audience(Audience.Customer, Right.Dits)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id}/dits")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return assets.ListOf<DitNumber, DitSummary>(
            request,
            caller,
            id,
            (asset, before, limit) => dits.ListOfAsset(caller.Customer, asset, before, limit, cancellationToken),
            dit => dit.Site,
            cancellationToken);
    }
}
