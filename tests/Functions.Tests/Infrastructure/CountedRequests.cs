using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>A chapter's portal behind a proxy that counts what it asks of its storage.</summary>
/// <param name="azurite">The storage.</param>
/// <param name="start">Starts the chapter's portal with these settings.</param>
/// <param name="settings">Others than <see cref="RequestCounter.Settings"/>.</param>
public abstract class CountedRequests<TPortal>(
    AzuriteFixture azurite,
    Func<StorageAccount, IReadOnlyDictionary<string, string>, Task<TPortal>> start,
    IReadOnlyDictionary<string, string>? settings = null) : IAsyncLifetime
    where TPortal : TwoCustomers
{
    /// <summary>The storage, past the proxy.</summary>
    protected StorageAccount Account { get; } = azurite.NewAccount();

    /// <summary>Stands between the portal and its storage.</summary>
    protected StorageProxy Proxy { get; private set; } = null!;

    /// <summary>The chapter's portal.</summary>
    protected TPortal Portal { get; private set; } = null!;

    /// <summary>Counts its requests.</summary>
    protected RequestCounter Counter { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Proxy = await StorageProxy.StartAsync(Account);
        Portal = await start(Proxy.Account, settings ?? RequestCounter.Settings);
        Counter = new RequestCounter(Proxy, Portal.Portal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
