using Dfm.Core.Orders;
using Dfm.Core.Parc;

namespace Dfm.Functions.Orders.Storage;

/// <summary>What an asset's orders tell whoever orders for it again.</summary>
public static class AssetHistory
{
    private const int Orders = 50;

    /// <summary>The asset's latest orders, newest first, without those for a site that the caller may not see; one range query.</summary>
    public static async Task<IReadOnlyList<AssetOrder>> HistoryOf(
        this IOrderStore orders, AssetId asset, Caller caller, CancellationToken cancellationToken)
    {
        var page = await orders.ListOfAsset(caller.Customer, asset, before: null, Orders, cancellationToken);
        return [.. page.Items.Where(order => caller.MaySee(order.Order.Site))];
    }
}
