using Dfm.LocalHost.Durable;
using Dfm.LocalHost.ServiceBus;
using Dfm.LocalHost.Timers;
using Dfm.LocalHost.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Dfm.LocalHost;

/// <summary>
/// Loads the functions when everything in the app has started, and runs what triggers them. Triggers end first when the app stops, while it
/// still serves requests, which their functions may send to it. The durable host ends last, since what stops before may still need it.
/// </summary>
internal sealed class FunctionsHost(
    WorkerChannel channel,
    DurableHost durable,
    HttpFunctions http,
    HttpFront front,
    TimerListener timers,
    MessageListeners messages,
    IConfiguration configuration) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var hostJson = HostJson.Load(configuration);
        var described = await channel.LoadAsync(AppContext.BaseDirectory, cancellationToken);
        var functions = described.Where(function => !Settings.IsDisabled(configuration, function.Name))
            .Select(function => LocalFunction.Read(function, problems)).OfType<LocalFunction>()
            .ToList();
        if (problems.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        await durable.StartAsync(functions, hostJson, cancellationToken);
        try
        {
            await Task.WhenAll(timers.StartAsync(functions, cancellationToken), messages.StartAsync(functions, hostJson));
        }
        catch
        {
            // What has begun would fail with what is disposed of next, and that would be stored as its outcome.
            await durable.StopAsync(CancellationToken.None);
            throw;
        }

        http.Publish(functions, hostJson.RoutePrefix, front.ServeAsync);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(timers.StopAsync(cancellationToken), messages.StopAsync(cancellationToken));

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => durable.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
