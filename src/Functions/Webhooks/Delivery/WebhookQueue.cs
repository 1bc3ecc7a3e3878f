using Azure.Messaging.ServiceBus;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Webhooks.Delivery;

/// <summary>The Service Bus queue <c>webhooks</c>. Its duplicate detection drops a message whose id it has seen.</summary>
public sealed class WebhookQueue(ServiceBusClient client, IOptions<WebhookOptions> options) : IAsyncDisposable
{
    /// <summary>The queue's name.</summary>
    public const string Name = "webhooks";

    private readonly ServiceBusSender sender = client.CreateSender(Name);

    public Task Enqueue(WebhookMessage delivery, CancellationToken cancellationToken) => sender.SendMessageAsync(
        new ServiceBusMessage(delivery.ToBinary())
        {
            MessageId = delivery.MessageId,
            Subject = delivery.Type.ToString(),
            ContentType = "application/json",
        },
        cancellationToken);

    /// <summary>Tries a delivery again later; false when it has failed for long enough.</summary>
    public async Task<bool> TryAgain(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        if (RetryCopies.Next(message, options.Value.BackOff) is not { } copy) return false;
        await sender.SendMessageAsync(copy, cancellationToken);
        return true;
    }

    public ValueTask DisposeAsync() => sender.DisposeAsync();
}
