using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>A portal for all tests of a class, whose tests leave nothing behind that another of them would meet.</summary>
public sealed class SharedPortal(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>The portal.</summary>
    public InProcessPortal Portal { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Portal = await InProcessPortal.StartAsync(azurite.NewAccount());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
