using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.StaffQueues;

/// <summary>Registers staff queues.</summary>
public static class StaffQueueServices
{
    /// <summary>Registers the staff queue of one kind of aggregates.</summary>
    /// <param name="services">The services.</param>
    /// <param name="table">The queue's table.</param>
    /// <param name="isOpen">Whether anything can still happen in a state.</param>
    public static IServiceCollection AddStaffQueue<TNumber, TState, TSummary>(
        this IServiceCollection services, string table, Func<TState, bool> isOpen)
        where TNumber : struct, INumber<TNumber>
        where TState : struct, Enum =>
        services.AddSingleton<IStaffQueue<TNumber, TState, TSummary>>(provider => new TableStaffQueue<TNumber, TState, TSummary>(
            provider.GetRequiredService<TableServiceClient>(), provider.GetRequiredService<ICustomerStore>(), table, isOpen));
}
