using Azure.Core;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Storage;

/// <summary>
/// The connections to Azure, from the settings that the Functions host reads for its own: <c>NAME</c> is a connection string; or
/// <c>NAME__…Uri</c>, <c>NAME__credential</c> and <c>NAME__clientId</c> say where the service is and which identity is used.
/// </summary>
public static class AzureConnections
{
    /// <summary>Registers a client as a singleton.</summary>
    /// <param name="byConnectionString">Makes it on a laptop.</param>
    /// <param name="byIdentity">Makes it in Azure, from the connection's section.</param>
    public static IServiceCollection AddAzureClient<TClient>(
        this IServiceCollection services,
        string connection,
        Func<string, TClient> byConnectionString,
        Func<IConfigurationSection, TokenCredential, TClient> byIdentity)
        where TClient : class
    {
        services.AddAzureClientsCore();
        return services.AddSingleton(provider =>
        {
            var section = provider.GetRequiredService<IConfiguration>().GetSection(connection);
            return section.Value is { Length: > 0 } text
                ? byConnectionString(text)
                : byIdentity(section, provider.GetRequiredService<AzureComponentFactory>().CreateTokenCredential(section));
        });
    }

    /// <summary>One of a connection's settings.</summary>
    /// <exception cref="InvalidOperationException">Neither it nor a connection string is set.</exception>
    public static string Setting(this IConfigurationSection connection, string name) =>
        connection[name] ?? throw new InvalidOperationException($"Set {connection.Path} or {connection.Path}__{name}.");
}
