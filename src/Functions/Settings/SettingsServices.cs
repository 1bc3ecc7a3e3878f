using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Settings;

public static class SettingsServices
{
    /// <summary>Registers settings that are checked when the host starts: wrong ones end the start with a sentence that names them.</summary>
    public static IServiceCollection AddSettings<TSettings>(this IServiceCollection services) where TSettings : class, ISettings
    {
        services.AddOptions<TSettings>().BindConfiguration(TSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
