namespace Dfm.Core.Meters;

/// <summary>What counts as improbable, and how long a reading may be corrected: data of each customer.</summary>
/// <param name="AskFactor">An increase beyond this many times the expected volume is asked to be confirmed.</param>
/// <param name="RefuseFactor">An increase beyond this many times the expected volume is refused, confirmed or not.</param>
/// <param name="NeverAsked">An increase of at most so many pages is never improbable: small numbers vary a lot.</param>
/// <param name="AssumedDaily">The pages a day that are expected of a counter without enough history.</param>
/// <param name="CorrectWithinHours">For how long a reading's author may correct it.</param>
public sealed record MeterPolicy(
    double AskFactor = 3, double RefuseFactor = 30, long NeverAsked = 2_000, double AssumedDaily = 500, int CorrectWithinHours = 48)
{
    /// <summary>The policy of customers that have none of their own.</summary>
    public static MeterPolicy Default { get; } = new();
}
