using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Catalogue.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;

namespace Dfm.Functions.Catalogue;

/// <summary>« Commander des consommables » (manual, chapter 5): what can be ordered for one piece of equipment.</summary>
public sealed class ListConsumables(IAssetStore assets, IConsumableStore consumables, IOrderStore orders, TimeProvider clock)
{
    private const string NoneFits = "Aucun consommable n'est prévu pour ce bien.";

    /// <summary><c>GET assets/{id}/consumables</c>: one point read and two range queries.</summary>
    [Function(nameof(ListConsumables)), Audience(Audience.Customer, Right.Orders)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id}/consumables")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var found = await assets.Find(caller, id, cancellationToken);
        if (!found.IsSuccess) return found.Problem.ToHttp();
        var asset = found.Value;
        var listing = orders.HistoryOf(asset.Id, caller, cancellationToken);
        var fitting = await consumables.Fitting(ModelKey.Of(asset), cancellationToken);
        var (history, now) = (await listing, clock.GetUtcNow());
        return Results.Ok(new
        {
            Items = fitting.Select(consumable =>
                ConsumableResponse.Of(consumable, asset, ConsumableHistory.Of(consumable.Reference, history, now))),
            Notice = fitting.Count == 0 ? NoneFits : null,
        });
    }
}
