namespace Dfm.Core.Calendar;

/// <summary>The hours of a working day, in Paris time.</summary>
public sealed record WorkingHours
{
    /// <summary>Hours from <paramref name="opens"/> to <paramref name="closes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="closes"/> is not after <paramref name="opens"/>.</exception>
    public WorkingHours(TimeOnly opens, TimeOnly closes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(closes, opens);
        Opens = opens;
        Closes = closes;
    }

    /// <summary>The service desk's hours: Monday to Friday, 8:00 to 18:00.</summary>
    public static WorkingHours OfServiceDesk { get; } = new(new TimeOnly(8, 0), new TimeOnly(18, 0));

    /// <summary>The start of the day.</summary>
    public TimeOnly Opens { get; }

    /// <summary>The end of the day.</summary>
    public TimeOnly Closes { get; }
}
