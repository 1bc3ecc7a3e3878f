using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>The messages that functions have handled.</summary>
public sealed class Handled
{
    private readonly ConcurrentQueue<string> deliveries = new();

    /// <summary>A text and its delivery's number for each.</summary>
    public IEnumerable<string> Deliveries => deliveries;

    public void Add(ServiceBusReceivedMessage message) => deliveries.Enqueue($"{message.Body} {message.DeliveryCount}");
}

/// <summary>Functions that handle messages.</summary>
public sealed class WMessages(Handled handled)
{
    [Function("WSettled")]
    public async Task Settled(
        [ServiceBusTrigger("w-settled", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        handled.Add(message);
        if (message.Subject == "abandon" && message.DeliveryCount == 1)
            await actions.AbandonMessageAsync(message, cancellationToken: cancellationToken);
        else if (message.Subject == "dead-letter")
            await actions.DeadLetterMessageAsync(message, null, "Unwanted", "Nobody wants it.", cancellationToken);
        else
            await actions.CompleteMessageAsync(message, cancellationToken);
    }

    [Function("WAutomatic")]
    public void Automatic([ServiceBusTrigger("%WQueue%", Connection = "ServiceBus")] ServiceBusReceivedMessage message)
    {
        handled.Add(message);
        if (message.Subject == "fail" && message.DeliveryCount == 1) throw new InvalidOperationException("broken handler");
    }
}

/// <summary>A function that handles a message as long as a test wants.</summary>
public sealed class WHeldMessages(Meetings meetings)
{
    [Function("WHeldMessage")]
    public Task Held(
        [ServiceBusTrigger("w-held", Connection = "ServiceBus")] ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        meetings.Of($"{message.Body}").HoldAsync(cancellationToken);
}
