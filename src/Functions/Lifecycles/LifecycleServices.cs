using Dfm.Functions.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Lifecycles;

/// <summary>What lifecycles need.</summary>
public static class LifecycleServices
{
    /// <summary>Registers the policies that the settings make. These are checked when the host starts.</summary>
    public static IServiceCollection AddLifecycles(this IServiceCollection services) => services
        .AddSettings<LifecycleOptions>()
        .AddSingleton(provider => provider.GetRequiredService<IOptions<LifecycleOptions>>().Value.ToDitPolicy())
        .AddSingleton(provider => provider.GetRequiredService<IOptions<LifecycleOptions>>().Value.ToOrderPolicy());
}
