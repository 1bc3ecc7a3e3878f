namespace Dfm.Testing;

/// <summary>A storage account of the emulator that one test has to itself.</summary>
/// <param name="Name">Its name: the first segment of its paths.</param>
/// <param name="Key">Its key, base64.</param>
/// <param name="Ports">Where it is reached.</param>
public sealed record StorageAccount(string Name, string Key, StoragePorts Ports)
{
    /// <summary>What the storage SDKs connect with.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Name};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{Ports.Blob}/{Name};" +
        $"QueueEndpoint=http://127.0.0.1:{Ports.Queue}/{Name};" +
        $"TableEndpoint=http://127.0.0.1:{Ports.Table}/{Name}";
}
