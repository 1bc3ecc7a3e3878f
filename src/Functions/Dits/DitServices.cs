using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.StaffQueues;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Dits;

/// <summary>What the chapter of the DITs needs.</summary>
public static class DitServices
{
    /// <summary>Registers stores, numbers and the command handler.</summary>
    public static IServiceCollection AddDits(this IServiceCollection services)
    {
        services.AddSingleton<IDitStore, TableDitStore>();
        services.AddStaffQueue<DitNumber, DitState, DitSummary>(TableNames.DitQueues, DitStates.IsOpen);
        services.AddSingleton(provider => new Numbers<DitNumber>(provider.GetRequiredService<TableServiceClient>(), "dit", first: 100_001));
        services.AddSingleton<DitCommandHandler>();
        services.AddSingleton<DitRaiser>();
        services.AddSingleton<INatureStore, TableNatureStore>();
        return services;
    }
}
