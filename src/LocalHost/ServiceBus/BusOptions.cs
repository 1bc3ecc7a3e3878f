using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>The properties of the queues. Those that Azure has too have Azure's defaults, but for the lock.</summary>
internal sealed record BusOptions
{
    private const string Section = "LocalHost:";

    /// <summary>
    /// How long a message stays locked unless its lock is renewed. Azure's default is a minute. Here it also is the time after which the
    /// messages of a killed process come again, since nobody notices its end; while a handler runs its lock is renewed anyway.
    /// </summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a message is delivered before it becomes a dead letter.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the table is read for what other processes did. An idle queue waits up to four times as long.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The defaults, and what the settings below <c>LocalHost</c> say instead.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of its bounds.</exception>
    public static BusOptions Of(IConfiguration configuration)
    {
        var defaults = new BusOptions();
        return defaults with
        {
            LockDuration = Time(configuration, nameof(LockDuration), defaults.LockDuration, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
            DuplicateWindow = Time(
                configuration, nameof(DuplicateWindow), defaults.DuplicateWindow, TimeSpan.FromSeconds(20), TimeSpan.FromDays(7)),
            MaxDeliveryCount = configuration[Section + nameof(MaxDeliveryCount)] is not { Length: > 0 } text
                ? defaults.MaxDeliveryCount
                : int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 2000
                    ? count
                    : throw new InvalidOperationException(
                        $"The setting {Section}{nameof(MaxDeliveryCount)} is '{text}'; it must be a number from 1 to 2000."),
        };
    }

    private static TimeSpan Time(IConfiguration configuration, string name, TimeSpan fallback, TimeSpan shortest, TimeSpan longest)
    {
        if (configuration[Section + name] is not { Length: > 0 } text) return fallback;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= shortest && time <= longest
            ? time
            : throw new InvalidOperationException($"The setting {Section}{name} is '{text}'; it must be a time from {shortest} to {longest}.");
    }
}
