using Dfm.Core.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Orders;

/// <summary>What consumables and their orders need.</summary>
internal static class OrdersServices
{
    /// <summary>Registers the catalogue and the carts.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services) =>
        services.AddSingleton<IConsumableStore, ConsumableTable>().AddSingleton<ICartStore, CartTable>();
}
