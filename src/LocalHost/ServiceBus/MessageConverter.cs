using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Gives functions their message and the actions that settle it, in place of the converters of Microsoft's extension.</summary>
internal sealed class MessageConverter(MessageListeners listeners) : IInputConverter
{
    /// <summary>What the Functions host calls a message's data.</summary>
    public const string Source = "AzureServiceBusReceivedMessage";

    /// <inheritdoc/>
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(context switch
        {
            { Source: ModelBindingData { Source: Source } data } when context.TargetType == typeof(ServiceBusReceivedMessage) =>
                ConversionResult.Success(MessageBytes.Read(data.Content)),
            _ when context.TargetType == typeof(ServiceBusMessageActions) => ConversionResult.Success(listeners.Actions),
            _ => ConversionResult.Unhandled(),
        });
    }
}
