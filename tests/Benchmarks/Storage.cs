using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Dfm.Testing;

namespace Dfm.Benchmarks;

/// <summary>The emulator's account, as the script hands it over.</summary>
internal static class Storage
{
    /// <summary>The account in <c>AzureWebJobsStorage</c>; null without one.</summary>
    public static StorageAccount? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("AzureWebJobsStorage") is not { Length: > 0 } connection) return null;
        var parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => part[1]);
        int Port(string service) => new Uri(parts[service + "Endpoint"]).Port;
        return new StorageAccount(parts["AccountName"], parts["AccountKey"], new StoragePorts(Port("Blob"), Port("Queue"), Port("Table")));
    }

    /// <summary>The SDK's client of the tables, bare.</summary>
    public static TableServiceClient Tables(this StorageAccount storage) => new(storage.ConnectionString);

    /// <summary>The SDK's client of the blobs, bare.</summary>
    public static BlobServiceClient Blobs(this StorageAccount storage) => new(storage.ConnectionString);

    /// <summary>The SDK's client of the queues, bare.</summary>
    public static QueueServiceClient Queues(this StorageAccount storage) => new(storage.ConnectionString);
}
