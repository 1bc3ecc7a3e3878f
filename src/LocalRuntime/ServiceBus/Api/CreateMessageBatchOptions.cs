// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>How large a batch may become.</summary>
public class CreateMessageBatchOptions
{
    /// <summary>In bytes, at most the queue's own 256 KB; null for those.</summary>
    public long? MaxSizeInBytes { get; set; }
}
