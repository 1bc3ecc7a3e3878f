using Dfm.Core.Parc;
using Dfm.Functions.Parc.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Parc;

public static class ParcServices
{
    public static IServiceCollection AddParc(this IServiceCollection services)
    {
        services.AddSingleton<IAssetStore, TableAssetStore>();
        services.AddSingleton<IAssetPages, TableAssetPages>();
        services.AddSingleton<AssetWriter>();
        return services;
    }
}
