using Dfm.Core.Accounts;

namespace Dfm.Core.Meters;

/// <summary>An accepted reading of an asset's counters (« relevé compteur »).</summary>
/// <param name="At">When the counters were read; identifies the reading among those of its asset.</param>
/// <param name="By">The author's name.</param>
/// <param name="User">The person of the customer who entered it; null for any other source.</param>
/// <param name="EnteredAt">When it was entered; begins the time in which its author may correct it.</param>
/// <param name="Values">By the code of the counter; not every counter need be read.</param>
/// <param name="Replaced">The counters that were replaced before this reading: they do not continue the earlier values.</param>
public sealed record MeterReading(
    DateTimeOffset At,
    ReadingSource Source,
    string By,
    UserId? User,
    DateTimeOffset EnteredAt,
    IReadOnlyDictionary<string, long> Values,
    IReadOnlyList<string> Replaced)
{
    /// <summary>The largest value that a counter can show.</summary>
    public const long MaxValue = 999_999_999;

    /// <summary>Until when <paramref name="user"/> may correct it, by entering it again; null when the user may not.</summary>
    public DateTimeOffset? CorrectableUntil(UserId user, MeterPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var until = EnteredAt.AddHours(policy.CorrectWithinHours);
        return User == user && now <= until ? until : null;
    }
}
