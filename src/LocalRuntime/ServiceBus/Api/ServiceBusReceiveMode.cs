namespace Azure.Messaging.ServiceBus;

/// <summary>When a message leaves the queue.</summary>
public enum ServiceBusReceiveMode
{
    /// <summary>When it is completed; until then it is locked, and comes back when the lock runs out.</summary>
    PeekLock = 0,

    /// <summary>When it is received: what is then not handled is lost.</summary>
    ReceiveAndDelete = 1,
}
