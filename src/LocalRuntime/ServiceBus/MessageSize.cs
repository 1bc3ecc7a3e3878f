using System.Text;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Estimates how large a message is on the wire.</summary>
internal static class MessageSize
{
    /// <summary>The standard tier's limit for one message and for a batch, in bytes.</summary>
    public const long Limit = 256 * 1024;

    private const int Overhead = 64;

    public static long Of(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Overhead
            + message.Body.ToMemory().Length
            + Of(message.MessageId) + Of(message.Subject) + Of(message.CorrelationId) + Of(message.ContentType) + Of(message.ReplyTo)
            + Of(message.To)
            + message.ApplicationProperties.Sum(property => 4 + Of(property.Key) + Of(property.Value?.ToString()));
    }

    private static long Of(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
