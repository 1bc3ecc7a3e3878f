using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Dits;

/// <summary>What the chapter of the DITs needs.</summary>
internal static class DitServices
{
    /// <summary>Registers stores, numbers and desk.</summary>
    public static IServiceCollection AddDits(this IServiceCollection services)
    {
        services.AddSingleton<IDitStore, DitTable>();
        services.AddSingleton<IStaffQueue, DitQueue>();
        services.AddSingleton(provider => new Numbers<DitNumber>(provider.GetRequiredService<TableServiceClient>(), "dit", first: 100_001));
        services.AddSingleton<AttachmentBlobs>();
        services.AddSingleton<DitDesk>();
        services.AddSingleton<DitMessages>();
        return services;
    }
}
