using Dfm.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>The whole function app inside the test's process, where a test may replace services, e.g. the clock.</summary>
public sealed class PortalInProcess : IAsyncDisposable
{
    private readonly IHost host;

    private PortalInProcess(IHost host, Uri address)
    {
        this.host = host;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Calls the portal; it keeps no cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>The portal's services.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>Starts the portal on a free port over <paramref name="storage"/>.</summary>
    /// <param name="storage">Its storage account.</param>
    /// <param name="services">Replaces services after all are registered.</param>
    /// <param name="settings">Further settings by their names in the environment (<c>Auth__SigningKey</c>), or others than the usual ones.</param>
    public static async Task<PortalInProcess> StartAsync(
        StorageAccount storage, Action<IServiceCollection>? services = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var port = FreePorts.Take(1)[0];
        var builder = PortalHost.CreateBuilder([]);
        var all = PortalSettings.For(storage, port);
        all["LocalRuntime__Functions"] = "Dfm.Functions";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) all[name] = value;
        builder.Configuration.AddInMemoryCollection(
            all.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        services?.Invoke(builder.Services);
        var portal = new PortalInProcess(builder.Build(), new Uri($"http://127.0.0.1:{port}"));
        await portal.host.StartAsync(TestContext.Current.CancellationToken);
        return portal;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
        Client.Dispose();
    }
}
