// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>How messages are received.</summary>
public class ServiceBusReceiverOptions
{
    /// <summary>When a message leaves the queue.</summary>
    public ServiceBusReceiveMode ReceiveMode { get; set; }

    /// <summary>The queue itself or its dead letters.</summary>
    public SubQueue SubQueue { get; set; }
}
