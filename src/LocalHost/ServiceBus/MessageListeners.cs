using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.Worker;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Runs the functions that are triggered by messages of queues.</summary>
internal sealed class MessageListeners(
    FunctionInvoker invoker, IConfiguration configuration, ILogger<QueueListener> log) : IDisposable
{
    // The connection of a trigger that names none, as in Azure.
    private const string DefaultConnection = "AzureWebJobsServiceBus";

    private readonly List<BusAccount> accounts = [];
    private readonly List<QueueListener> listeners = [];

    /// <summary>The accounts whose queues are listened to.</summary>
    public IReadOnlyList<BusAccount> Accounts => accounts;

    /// <summary>Settles the messages of all queues that are listened to.</summary>
    public ServiceBusMessageActions Actions => new LocalMessageActions(accounts);

    /// <summary>Starts to listen for the functions.</summary>
    public Task StartAsync(IEnumerable<LocalFunction> functions, HostJson hostJson, CancellationToken cancellationToken)
    {
        foreach (var function in functions.Where(function => function.Trigger.Is(FunctionBinding.ServiceBus))) Listen(function, hostJson);
        return Task.WhenAll(listeners.Select(listener => listener.StartAsync(cancellationToken)));
    }

    /// <summary>Takes no further message, and waits for those that are handled.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(listeners.Select(listener => listener.StopAsync(cancellationToken)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var listener in listeners) listener.Dispose();
    }

    private void Listen(LocalFunction function, HostJson hostJson)
    {
        var connection = Settings.Require(configuration, function.Trigger.Text("connection") ?? DefaultConnection);
        var account = BusAccount.Open(connection, BusOptions.Of(configuration));
        accounts.Add(account);
        var options = new ListenerOptions(
            hostJson.MaxConcurrentCalls, function.Trigger.Flag("autoCompleteMessages", hostJson.AutoCompleteMessages));
        var queue = Settings.Resolve(configuration, function.Trigger.Text("queueName")!);
        listeners.Add(new(account, queue, options, (message, cancellation) => RunAsync(function, message, cancellation), log));
    }

    private async Task RunAsync(LocalFunction function, ServiceBusReceivedMessage message, CancellationToken cancellation)
    {
        var data = new Worker.Protocol.ModelBindingData
        {
            Version = "1.0",
            Source = MessageConverter.Source,
            ContentType = "application/octet-stream",
            Content = ByteString.CopyFrom(MessageBytes.Of(message).ToMemory().Span),
        };
        await invoker.RunAsync(function, new() { ModelBindingData = data }, cancellation);
    }
}
