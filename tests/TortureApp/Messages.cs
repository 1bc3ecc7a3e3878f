using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp;

/// <summary>The content of a message.</summary>
/// <param name="Queue">Where it is sent to: "automatic" or "manual".</param>
/// <param name="Kind">"Answered" by an event for its owner, "Starting" an orchestration, "Poison" for every handler, or "Refused".</param>
/// <param name="Delay">How many milliseconds it waits before it is delivered.</param>
public sealed record Request(string Queue, string Kind, int Delay)
{
    /// <summary>The orchestration that asks.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Names the request among those of its owner.</summary>
    public int Number { get; init; }

    public ServiceBusMessage ToMessage()
    {
        var message = new ServiceBusMessage(BinaryData.FromObjectAsJson(this)) { MessageId = $"{Owner}-{Number}" };
        if (Delay > 0) message.ScheduledEnqueueTime = DateTimeOffset.UtcNow.AddMilliseconds(Delay);
        return message;
    }
}

/// <summary>Handles requests. Delivered twice, they have the same effect.</summary>
public sealed class Messages(Effects effects)
{
    /// <summary>The host settles its messages.</summary>
    [Function(nameof(HandleAutomatically))]
    public Task HandleAutomatically(
        [ServiceBusTrigger("automatic", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient client) =>
        HandleAsync(message.Body.ToObjectFromJson<Request>()!, client);

    /// <summary>Settles its messages itself.</summary>
    [Function(nameof(HandleManually))]
    public async Task HandleManually(
        [ServiceBusTrigger("manual", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient client)
    {
        var request = message.Body.ToObjectFromJson<Request>()!;
        await HandleAsync(request, client);
        await (request.Kind == "Refused" ? actions.DeadLetterMessageAsync(message, deadLetterReason: "refused")
            : actions.CompleteMessageAsync(message));
    }

    private async Task HandleAsync(Request request, DurableTaskClient client)
    {
        await effects.RecordAsync(request.Owner, $"{request.Number} is delivered");
        if (request.Kind == "Poison") throw new InvalidOperationException("Nobody can handle this.");
        if (request.Kind == "Starting") await client.StartOnceAsync(nameof(Orchestrators.Sequence), $"{request.Owner}-started", 2);
        if (request.Kind == "Answered")
            await client.UnlessItIsOverAsync(request.Owner, () => client.RaiseEventAsync(request.Owner, "Handled", request.Number));
        await effects.RecordAsync(request.Owner, $"{request.Number} is handled");
    }
}
