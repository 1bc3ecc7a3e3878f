using Dfm.Core.Orders;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Orders;

/// <summary>What consumables and their orders need.</summary>
internal static class OrdersServices
{
    /// <summary>Registers catalogue, carts, orders, approvals, and the policy (section <c>Orders</c>, else the default).</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<IConsumableStore, ConsumableTable>()
        .AddSingleton<ICartStore, CartTable>()
        .AddSingleton<IOrderStore, OrderTable>()
        .AddSingleton<IOrderQueue, OrderQueue>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<Numbers<OrderNumber>>(provider, "order"))
        .AddSingleton<OrderDesk>()
        .AddSingleton<IApprovalStore, ApprovalTable>()
        // The same counter: no order and no approval has the other's number, so that neither have their rows in the outbox.
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<Numbers<ApprovalNumber>>(provider, "order"))
        .AddSingleton<ApprovalDesk>()
        .AddSingleton<OrderingCarts>()
        .AddSingleton<SubmittingCarts>()
        .AddSingleton<CartAnswers>()
        .AddSingleton(provider =>
            provider.GetRequiredService<IConfiguration>().GetSection("Orders").Get<OrderPolicy>() ?? OrderPolicy.Default);
}
