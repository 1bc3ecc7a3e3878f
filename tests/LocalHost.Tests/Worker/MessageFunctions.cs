using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>Functions that handle messages.</summary>
/// <param name="handled">Takes a text and its delivery's number for each.</param>
public sealed class WMessages(ConcurrentQueue<string> handled)
{
    [Function("WSettled")]
    public async Task Settled(
        [ServiceBusTrigger("w-settled", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        handled.Enqueue($"{message.Body} {message.DeliveryCount}");
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
        handled.Enqueue($"{message.Body} {message.DeliveryCount}");
        if (message.Subject == "fail" && message.DeliveryCount == 1) throw new InvalidOperationException("broken handler");
    }
}

/// <summary>A function whose message has a type that is not supported.</summary>
/// <param name="handled">Takes a text for each.</param>
public sealed class WRecords(ConcurrentQueue<string> handled)
{
    [Function("WRecord")]
    public void Handle([ServiceBusTrigger("w-record", Connection = "ServiceBus")] WRecord record) => handled.Enqueue($"{record}");
}

/// <summary>A message's body.</summary>
/// <param name="Text">A text.</param>
public sealed record WRecord(string Text);

/// <summary>A function that handles a message as long as a test wants.</summary>
public sealed class WHeldMessages(Meetings meetings)
{
    [Function("WHeldMessage")]
    public Task Held(
        [ServiceBusTrigger("w-held", Connection = "ServiceBus")] ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        meetings.Of($"{message.Body}").HoldAsync(cancellationToken);
}
