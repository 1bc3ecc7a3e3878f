using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dfm.Functions.Storage;

/// <summary>The client of the Service Bus namespace.</summary>
public static class ServiceBusClients
{
    /// <summary>The connection's name, for triggers too.</summary>
    public const string Connection = "ServiceBus";

    /// <summary>Registers <see cref="ServiceBusClient"/>, unless there is one.</summary>
    public static IServiceCollection AddServiceBusClient(this IServiceCollection services) =>
        services.Any(service => service.ServiceType == typeof(ServiceBusClient))
            ? services
            : services.AddAzureClient(
                Connection,
                text => new ServiceBusClient(text),
                (section, credential) => new ServiceBusClient(section.Setting("fullyQualifiedNamespace"), credential));

    /// <summary>Registers <see cref="MessageRetries"/>, unless it is.</summary>
    public static IServiceCollection AddMessageRetries(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new MessageRetries(provider.GetRequiredService<ServiceBusClient>(), TimeProvider.System));
        return services.AddServiceBusClient();
    }
}
