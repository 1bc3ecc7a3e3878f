using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>What a queue's properties are in Azure; tests shorten them.</summary>
internal sealed record BusOptions
{
    private const string LockSetting = "LocalRuntime:LockDuration";
    private static readonly TimeSpan ShortestLock = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);

    /// <summary>The values that Azure's queues have by default.</summary>
    public static readonly BusOptions Default = new();

    /// <summary>How long a received message stays locked.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a message is delivered before it becomes a dead letter.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long the sender of several messages alone puts them into the queue. If it has not by then, it has died, and
    /// a receiver does.</summary>
    public TimeSpan SendersTurn { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a waiting receiver looks for messages that no signal announces: those scheduled, those whose lock ran out,
    /// and those that another process sent.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The defaults, with the locks' duration as the setting has it. Azure's bounds hold. A short one lets a message come again soon when its
    /// receiver was killed: storage cannot tell a dead receiver from a slow one, nor take back what the dead one holds.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is no time from five seconds to five minutes.</exception>
    public static BusOptions Of(IConfiguration configuration)
    {
        if (configuration[LockSetting] is not { Length: > 0 } text)
            return Default;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration >= ShortestLock && duration <= LongestLock
            ? Default with { LockDuration = duration }
            : throw new InvalidOperationException($"The setting {LockSetting} is '{text}': a time from 00:00:05 to 00:05:00 is due.");
    }
}
