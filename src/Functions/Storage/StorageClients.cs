using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Storage;

/// <summary>The clients of the storage account: by connection string in development, by managed identity in Azure.</summary>
public static class StorageClients
{
    /// <summary>Registers <see cref="TableServiceClient"/> and <see cref="BlobServiceClient"/> as singletons.</summary>
    public static IServiceCollection AddStorageClients(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IConfiguration>() is var configuration
            && configuration["AzureWebJobsStorage"] is { Length: > 0 } connection
                ? new TableServiceClient(connection)
                : new TableServiceClient(ServiceUri(configuration, "table"), new DefaultAzureCredential()));
        services.AddSingleton(provider => provider.GetRequiredService<IConfiguration>() is var configuration
            && configuration["AzureWebJobsStorage"] is { Length: > 0 } connection
                ? new BlobServiceClient(connection)
                : new BlobServiceClient(ServiceUri(configuration, "blob"), new DefaultAzureCredential()));
        return services;
    }

    private static Uri ServiceUri(IConfiguration configuration, string service) =>
        new(configuration[$"AzureWebJobsStorage:{service}ServiceUri"]
            ?? throw new InvalidOperationException($"Set AzureWebJobsStorage or AzureWebJobsStorage__{service}ServiceUri."));
}
