using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>A received message on its way to the worker: the 16 bytes of its lock token, then the AMQP message, as the source
/// <c>AzureServiceBusReceivedMessage</c> has it in Azure.</summary>
internal static class MessageBytes
{
    private const int TokenLength = 16;

    /// <summary>The message as bytes.</summary>
    public static BinaryData Of(ServiceBusReceivedMessage message) => BinaryData.FromBytes(
        (byte[])[.. Guid.Parse(message.LockToken).ToByteArray(), .. message.GetRawAmqpMessage().ToBytes().ToMemory().Span]);

    /// <summary>Reads what <see cref="Of"/> wrote.</summary>
    public static ServiceBusReceivedMessage Read(ReadOnlyMemory<byte> bytes) => ServiceBusReceivedMessage.FromAmqpMessage(
        AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(bytes[TokenLength..])), BinaryData.FromBytes(bytes[..TokenLength]));
}
