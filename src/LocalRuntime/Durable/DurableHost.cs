using Microsoft.Extensions.Hosting;

namespace Dfm.LocalRuntime.Durable;

/// <summary>Starts and stops the engine with the host.</summary>
internal sealed class DurableHost(DurableEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
