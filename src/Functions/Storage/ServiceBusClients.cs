using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dfm.Functions.Storage;

/// <summary>The client of the Service Bus namespace: by connection string on a laptop, by managed identity in Azure.</summary>
public static class ServiceBusClients
{
    /// <summary>Registers <see cref="ServiceBusClient"/>, unless there is one.</summary>
    public static IServiceCollection AddServiceBusClient(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => ServiceBus(provider.GetRequiredService<IConfiguration>()));
        return services;
    }

    private static ServiceBusClient ServiceBus(IConfiguration configuration)
    {
        if (configuration["ServiceBus"] is { Length: > 0 } connection) return new ServiceBusClient(connection);
        var host = configuration["ServiceBus:fullyQualifiedNamespace"]
            ?? throw new InvalidOperationException("Set ServiceBus or ServiceBus__fullyQualifiedNamespace.");
        return new ServiceBusClient(host, new DefaultAzureCredential());
    }
}
