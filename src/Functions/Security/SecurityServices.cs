using Dfm.Functions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Security;

public static class SecurityServices
{
    /// <summary>Registers them, for each chapter that signs something.</summary>
    public static IServiceCollection AddSignatures(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Signatures))) return services;
        return services.AddSettings<AuthOptions>().AddSingleton<Signatures>();
    }
}
