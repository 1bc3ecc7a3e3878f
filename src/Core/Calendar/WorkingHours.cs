namespace Dfm.Core.Calendar;

/// <summary>The hours of a working day, in Paris.</summary>
public sealed record WorkingHours
{
    /// <summary>Hours from <paramref name="opens"/> to <paramref name="closes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They end before they begin.</exception>
    public WorkingHours(TimeOnly opens, TimeOnly closes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(closes, opens);
        Opens = opens;
        Closes = closes;
    }

    /// <summary>The service desk's: Monday to Friday, 8:00 to 18:00.</summary>
    public static WorkingHours Desk { get; } = new(new TimeOnly(8, 0), new TimeOnly(18, 0));

    /// <summary>When the day begins.</summary>
    public TimeOnly Opens { get; }

    /// <summary>When it ends.</summary>
    public TimeOnly Closes { get; }
}
