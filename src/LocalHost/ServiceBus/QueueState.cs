namespace Dfm.LocalHost.ServiceBus;

/// <summary>What is in a queue and in its dead-letter queue, in the order of sending.</summary>
internal sealed record QueueState(
    string Name, int Length, int Scheduled, int Locked, int Waiting, IReadOnlyList<BusRow> DeadLetters);
