namespace Dfm.Core.Accounts;

/// <summary>The API keys of staff and machines.</summary>
public interface IApiKeyStore
{
    /// <summary>Finds a key by its id: one point read; null when it does not exist.</summary>
    Task<ApiKey?> Find(string id, CancellationToken cancellationToken);

    /// <summary>Creates or replaces the key.</summary>
    Task Save(ApiKey key, CancellationToken cancellationToken);
}
