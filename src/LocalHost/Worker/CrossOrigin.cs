using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalHost.Worker;

/// <summary>
/// Plays <c>siteConfig.cors</c> of the platform: <c>LocalHost__Cors__AllowedOrigins</c> are origins that browsers may call from, with
/// semicolons between them; <c>LocalHost__Cors__SupportCredentials</c> lets their cookies through. As there, preflights never reach the
/// app, and which headers a page may read is the app's to say.
/// </summary>
internal static class CrossOrigin
{
    private const string Origins = "LocalHost:Cors:AllowedOrigins";
    private const string Credentials = "LocalHost:Cors:SupportCredentials";

    /// <summary>Adds the policy of the settings.</summary>
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services)
    {
        services.AddCors().AddOptions<CorsOptions>().Configure<IConfiguration>((cors, configuration) => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins(Allowed(configuration)).AllowAnyHeader().AllowAnyMethod();
            if (configuration.GetValue(Credentials, false)) policy.AllowCredentials();
        }));
        return services;
    }

    /// <summary>Answers preflights and marks responses, where origins are allowed.</summary>
    public static IApplicationBuilder UseCrossOrigin(this IApplicationBuilder app, IConfiguration configuration) =>
        Allowed(configuration).Length > 0 ? app.UseCors() : app;

    private static string[] Allowed(IConfiguration configuration) =>
        (configuration[Origins] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
