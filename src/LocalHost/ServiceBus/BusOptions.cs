using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>The properties of the queues. Those that Azure has too have Azure's defaults, but for the lock.</summary>
internal sealed record BusOptions
{
    /// <summary>
    /// How long a message stays locked unless its lock is renewed: 5 s to 5 min. Azure's default is a minute. Here it also is the time after
    /// which the messages of a killed process come again, since nobody notices its end; while a handler runs its lock is renewed anyway.
    /// </summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a message is delivered before it becomes a dead letter.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the table is read for what other processes did. An idle queue waits up to four times as long.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The defaults, and what the settings below <c>LocalHost</c> say instead.</summary>
    /// <exception cref="InvalidOperationException">The lock's duration is out of its bounds.</exception>
    public static BusOptions Of(IConfiguration configuration)
    {
        var options = configuration.GetSection("LocalHost").Get<BusOptions>() ?? new BusOptions();
        return options.LockDuration >= TimeSpan.FromSeconds(5) && options.LockDuration <= TimeSpan.FromMinutes(5)
            ? options
            : throw new InvalidOperationException($"LocalHost:LockDuration is {options.LockDuration}; it must be 00:00:05 to 00:05:00.");
    }
}
