// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
using Dfm.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that are sent together and are together no larger than a queue accepts.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly List<ServiceBusMessage> messages = [];

    internal ServiceBusMessageBatch(long maxSizeInBytes) => MaxSizeInBytes = maxSizeInBytes;

    /// <summary>How many messages are in it.</summary>
    public int Count => messages.Count;

    /// <summary>How large it may become, in bytes.</summary>
    public long MaxSizeInBytes { get; }

    /// <summary>How large it is, in bytes, as estimated.</summary>
    public long SizeInBytes { get; private set; }

    internal IReadOnlyList<ServiceBusMessage> Messages => messages;

    /// <summary>Nothing is held; for <c>using</c>.</summary>
    public void Dispose() => messages.Clear();

    /// <summary>Adds a message, unless the batch would become too large.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False when it was not added.</returns>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        var size = MessageSize.Of(message);
        if (SizeInBytes + size > MaxSizeInBytes)
            return false;
        SizeInBytes += size;
        messages.Add(message);
        return true;
    }
}
