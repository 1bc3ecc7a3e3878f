namespace Azure.Messaging.ServiceBus;

/// <summary>A queue beside a queue.</summary>
public enum SubQueue
{
    /// <summary>The queue itself.</summary>
    None = 0,

    /// <summary>What could not be handled.</summary>
    DeadLetter = 1,
}
