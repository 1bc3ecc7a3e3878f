using Azure.Messaging.ServiceBus;
using Dfm.TortureApp.Messages;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.TortureApp.Activities;

/// <summary>Sends messages. Sent again, they have the same ids.</summary>
public sealed class SendMessages(ServiceBusClient bus, Effects effects)
{
    [Function(nameof(SendMessages))]
    public async Task Run([ActivityTrigger] IReadOnlyList<Request> requests)
    {
        foreach (var queue in requests.GroupBy(request => request.Queue))
        {
            await using var sender = bus.CreateSender(queue.Key);
            await sender.SendMessagesAsync(queue.Select(MessageOf));
        }

        foreach (var request in requests) await effects.RecordAsync(request.Owner, $"{request.Number} is sent");
    }

    private static ServiceBusMessage MessageOf(Request request)
    {
        var message = new ServiceBusMessage(BinaryData.FromObjectAsJson(request with { Text = Texts.Of(request.Length) }))
        {
            MessageId = $"{request.Owner}-{request.Number}",
            Subject = $"{request.Kind}",
        };
        if (request.Delay > 0) message.ScheduledEnqueueTime = DateTimeOffset.UtcNow.AddMilliseconds(request.Delay);
        return message;
    }
}
