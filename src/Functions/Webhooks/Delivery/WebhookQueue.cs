using Azure.Messaging.ServiceBus;

namespace Dfm.Functions.Webhooks.Delivery;

/// <summary>The Service Bus queue <c>webhooks</c>. Its duplicate detection drops a message whose id it has seen.</summary>
public sealed class WebhookQueue(ServiceBusClient client) : IAsyncDisposable
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

    public ValueTask DisposeAsync() => sender.DisposeAsync();
}
