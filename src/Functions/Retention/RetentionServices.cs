using Dfm.Functions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Retention;

/// <summary>What the nightly purges need.</summary>
public static class RetentionServices
{
    /// <summary>Registers their settings, which are checked when the host starts.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services) => services.AddSettings<RetentionOptions>();
}
