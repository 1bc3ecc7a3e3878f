using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Lifecycles;

/// <summary>What lifecycles need.</summary>
internal static class LifecycleServices
{
    /// <summary>Registers the outbox.</summary>
    public static IServiceCollection AddLifecycles(this IServiceCollection services) => services
        .AddSingleton<Outbox>()
        .AddHostedService(provider => provider.GetRequiredService<Outbox>());
}
