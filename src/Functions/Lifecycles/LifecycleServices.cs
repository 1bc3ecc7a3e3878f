using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Lifecycles;

/// <summary>What lifecycles need.</summary>
public static class LifecycleServices
{
    /// <summary>Registers the policies that the settings make. These are checked when the host starts.</summary>
    public static IServiceCollection AddLifecycles(this IServiceCollection services)
    {
        services.AddOptions<LifecycleOptions>().BindConfiguration(LifecycleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton(provider => provider.GetRequiredService<IOptions<LifecycleOptions>>().Value.ToDitPolicy())
            .AddSingleton(provider => provider.GetRequiredService<IOptions<LifecycleOptions>>().Value.ToOrderPolicy());
    }
}
