using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Runs the functions that are triggered by messages of queues.</summary>
internal sealed class MessageListeners(
    FunctionInvoker invoker, BusAccount account, IConfiguration configuration, ILogger<QueueListener> log) : IDisposable
{
    // The connection of a trigger that names none, as in Azure.
    private const string DefaultConnection = "AzureWebJobsServiceBus";

    private readonly List<QueueListener> listeners = [];

    /// <summary>Starts to listen for the functions.</summary>
    public async Task StartAsync(IEnumerable<LocalFunction> functions, HostJson hostJson)
    {
        foreach (var function in functions.Where(function => function.Trigger.Is(FunctionBinding.ServiceBus)))
        {
            var connection = function.Trigger.Text("connection") ?? DefaultConnection;
            if (Settings.Require(configuration, connection) != account.ConnectionString)
                throw new InvalidOperationException($"Function '{function.Name}': '{connection}' is another Service Bus than the app's own client has.");
            var queue = await account.QueueAsync(Settings.Resolve(configuration, function.Trigger.Text("queueName")!));
            var completes = function.Trigger.Flag("autoCompleteMessages", hostJson.AutoCompleteMessages);
            listeners.Add(new(queue, hostJson.MaxConcurrentCalls, completes, hostJson.MaxAutoLockRenewalDuration, RunAsync, log));

            Task RunAsync(ServiceBusReceivedMessage message, CancellationToken cancellation) =>
                invoker.RunAsync(function, new() { ModelBindingData = MessageConverter.ToData(message) }, cancellation);
        }

        await Task.WhenAll(listeners.Select(listener => listener.StartAsync(CancellationToken.None)));
    }

    /// <summary>Takes no further message, and waits for those that are handled.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(listeners.Select(listener => listener.StopAsync(cancellationToken)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var listener in listeners) listener.Dispose();
    }
}
