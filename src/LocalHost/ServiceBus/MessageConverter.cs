using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Gives functions their message and the actions that settle it, in place of the converters of Microsoft's extension.</summary>
internal sealed class MessageConverter(BusAccount account) : IInputConverter
{
    // What the Functions host calls a message's data: the 16 bytes of its lock token, then the AMQP message.
    private const string Source = "AzureServiceBusReceivedMessage";
    private const int TokenLength = 16;

    /// <summary>The message as a function's data.</summary>
    public static Worker.Protocol.ModelBindingData ToData(ServiceBusReceivedMessage message) => new()
    {
        Version = "1.0",
        Source = Source,
        ContentType = "application/octet-stream",
        Content = ByteString.CopyFrom(
            [.. Guid.Parse(message.LockToken).ToByteArray(), .. message.GetRawAmqpMessage().ToBytes().ToMemory().Span]),
    };

    /// <summary>The message from a function's data.</summary>
    public static ServiceBusReceivedMessage Read(ReadOnlyMemory<byte> data) => ServiceBusReceivedMessage.FromAmqpMessage(
        AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(data[TokenLength..])), BinaryData.FromBytes(data[..TokenLength]));

    /// <inheritdoc/>
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(context switch
    {
        { Source: ModelBindingData { Source: Source } data } when context.TargetType == typeof(ServiceBusReceivedMessage) =>
            ConversionResult.Success(Read(data.Content)),
        // Unhandled, it would be null.
        { Source: ModelBindingData { Source: Source } } => ConversionResult.Failed(
            new NotSupportedException($"A message's parameter must be a {nameof(ServiceBusReceivedMessage)}, not a {context.TargetType.Name}.")),
        _ when context.TargetType == typeof(ServiceBusMessageActions) => ConversionResult.Success(new LocalMessageActions(account)),
        _ => ConversionResult.Unhandled(),
    });
}
