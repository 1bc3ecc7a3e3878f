using Dfm.Functions.Settings;
using Dfm.Functions.Usage.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Usage;

public static class UsageServices
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddSettings<UsageOptions>();
        return services.AddSingleton<UsageJournal>();
    }
}
