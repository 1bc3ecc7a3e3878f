using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Storage;

/// <summary>The clients of the storage account.</summary>
public static class StorageClients
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>Registers <see cref="TableServiceClient"/> and <see cref="BlobServiceClient"/>.</summary>
    public static IServiceCollection AddStorageClients(this IServiceCollection services) => services
        .AddAzureClient(
            Connection,
            text => new TableServiceClient(text),
            (section, credential) => new TableServiceClient(new Uri(section.Setting("tableServiceUri")), credential))
        .AddAzureClient(
            Connection,
            text => new BlobServiceClient(text),
            (section, credential) => new BlobServiceClient(new Uri(section.Setting("blobServiceUri")), credential));
}
