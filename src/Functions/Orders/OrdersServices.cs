using Azure.Data.Tables;
using Dfm.Core.Orders;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.StaffQueues;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Orders;

/// <summary>What the chapter of the orders needs.</summary>
public static class OrdersServices
{
    /// <summary>Far from the first DIT's, so that people seldom take one for the other.</summary>
    private const long FirstNumber = 500_001;

    /// <summary>Registers stores, numbers and the command handler.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<IOrderStore, TableOrderStore>()
        .AddStaffQueue<OrderNumber, OrderState, OrderSummary>(TableNames.OrderQueues, OrderStates.IsOpen)
        .AddSingleton(provider => new Numbers<OrderNumber>(provider.GetRequiredService<TableServiceClient>(), "order", FirstNumber))
        .AddSingleton<OrderCommandHandler>();
}
