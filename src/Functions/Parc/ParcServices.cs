using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Parc;

/// <summary>What the parc and the natures of interventions on it need.</summary>
internal static class ParcServices
{
    /// <summary>Registers the stores of assets and natures.</summary>
    public static IServiceCollection AddParc(this IServiceCollection services)
    {
        services.AddSingleton<IAssetStore, AssetStore>();
        services.AddSingleton<IAssetPages, AssetPages>();
        services.AddSingleton<AssetWriter>();
        services.AddSingleton<INatureStore, NatureStore>();
        return services;
    }
}
