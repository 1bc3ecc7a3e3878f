namespace Dfm.Core.Accounts;

/// <summary>The API keys of staff and machines.</summary>
public interface IApiKeyStore
{
    /// <summary>Finds a key by its id: one point read; null when it does not exist.</summary>
    Task<ApiKey?> Find(string id, CancellationToken cancellationToken);

    /// <summary>All keys, revoked ones included; one range query.</summary>
    Task<IReadOnlyList<ApiKey>> List(CancellationToken cancellationToken);

    /// <summary>Stores a new key; false when there is one with this id.</summary>
    Task<bool> Add(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Creates or replaces the key.</summary>
    Task Save(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Notes when the key was used; another use at the same time may be noted in its place.</summary>
    Task NoteUse(string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Ends the key. Idempotent; a key that does not exist is left alone.</summary>
    Task Revoke(string id, DateTimeOffset at, CancellationToken cancellationToken);
}
