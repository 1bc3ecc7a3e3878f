using Azure.Data.Tables;
using Dfm.Core.Orders;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Orders;

/// <summary>What consumables and their orders need.</summary>
internal static class OrdersServices
{
    /// <summary>Orders and approvals count together: no order has an approval's number, so that neither has the other's rows in the outbox.</summary>
    private const string Counter = "order";

    /// <summary>Far from the first DIT's, so that people seldom take one for the other.</summary>
    private const long First = 500_001;

    /// <summary>Registers catalogue, carts, orders and approvals.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<IConsumableStore, ConsumableTable>()
        .AddSingleton<ICartStore, CartTable>()
        .AddSingleton<IOrderStore, OrderTable>()
        .AddSingleton<IOrderQueue, OrderQueue>()
        .AddSingleton(provider => new Numbers<OrderNumber>(provider.GetRequiredService<TableServiceClient>(), Counter, First))
        .AddSingleton<OrderDesk>()
        .AddSingleton<IApprovalStore, ApprovalTable>()
        .AddSingleton(provider => new Numbers<ApprovalNumber>(provider.GetRequiredService<TableServiceClient>(), Counter, First))
        .AddSingleton<ApprovalDesk>()
        .AddSingleton<OrderingCarts>()
        .AddSingleton<SubmittingCarts>()
        .AddSingleton<CartAnswers>();
}
