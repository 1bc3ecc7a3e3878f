using Dfm.Core.Accounts;
using Dfm.Core.Calendar;

namespace Dfm.Core.Meters;

/// <summary>The command to enter one reading of one asset.</summary>
/// <param name="At">When the counters were read.</param>
/// <param name="Values">By the code of the counter.</param>
/// <param name="Replaced">The counters that were replaced since the reading before.</param>
/// <param name="Confirmed">Whether an improbable volume was confirmed.</param>
/// <param name="By">Who enters it.</param>
/// <param name="Now">When the command was given.</param>
public sealed record EnterReading(
    DateTimeOffset At,
    IReadOnlyDictionary<string, long> Values,
    IReadOnlyList<string> Replaced,
    bool Confirmed,
    ReadingSource Source,
    Person By,
    DateTimeOffset Now)
{
    /// <summary>The instant of a reading of which only the day is known, so that the same file always means the same readings.</summary>
    public static DateTimeOffset AtNoon(DateOnly day) => ParisTime.Instant(day, new TimeOnly(12, 0));
}
