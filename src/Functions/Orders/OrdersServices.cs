using Dfm.Core.Orders;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Orders;

/// <summary>What consumables and their orders need.</summary>
internal static class OrdersServices
{
    /// <summary>Registers catalogue, carts, orders, their desk and the policy (section <c>Orders</c>, else the default).</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<IConsumableStore, ConsumableTable>()
        .AddSingleton<ICartStore, CartTable>()
        .AddSingleton<IOrderStore, OrderTable>()
        .AddSingleton<IOrderQueue, OrderQueue>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<Numbers<OrderNumber>>(provider, "order"))
        .AddSingleton<OrderDesk>()
        .AddSingleton<CartAnswers>()
        .AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection("Orders").Get<OrderPolicy>() ?? OrderPolicy.Default);
}
