using Dfm.LocalRuntime.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Runs the functions that messages trigger while the application runs.</summary>
internal sealed class ServiceBusListener(
    FunctionRunner runner,
    IConfiguration configuration,
    HostJson host,
    BusOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<ServiceBusListener> log) : IHostedService, IDisposable
{
    // With the application and not in this service's turn: others before it may need their time to stop.
    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
    private readonly CancellationTokenSource aborting = new();
    private Task running = Task.CompletedTask;
    private Task sweeping = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var listeners = runner.Functions.Values
            .Where(function => function.Trigger is ServiceBusTriggerAttribute)
            .Select(function => new QueueListener(runner, function, Queue(function), host, log))
            .ToList();
        running = Task.WhenAll(listeners.Select(listener => listener.RunAsync(stopping.Token, aborting.Token)));
        sweeping = Task.WhenAll(listeners.Select(listener => listener.SweepAsync(stopping.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        var ended = Task.WhenAll(running, sweeping);
        await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted) await aborting.CancelAsync();
    }

    public void Dispose()
    {
        stopping.Dispose();
        aborting.Dispose();
    }

    /// <summary>The setting that holds the trigger's connection.</summary>
    public static string ConnectionOf(ServiceBusTriggerAttribute trigger) => trigger.Connection ?? "AzureWebJobsServiceBus";

    private BusQueue Queue(FunctionDescriptor function)
    {
        var trigger = (ServiceBusTriggerAttribute)function.Trigger;
        var connection = Settings.Require(configuration, ConnectionOf(trigger), $"function '{function.Name}'");
        var account = BusAccount.Open(connection);
        return new BusQueue(() => account, Settings.Resolve(configuration, trigger.QueueName!), isDeadLetters: false, options);
    }
}
