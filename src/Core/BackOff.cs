namespace Dfm.Core;

/// <summary>When something that has failed is tried again: after a pause that doubles each time, up to a longest one, for a time.</summary>
/// <param name="First">The pause after the first failure.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="GiveUpAfter">How long the pauses may take together.</param>
public sealed record BackOff(TimeSpan First, TimeSpan Longest, TimeSpan GiveUpAfter)
{
    /// <summary>The pause before the next try; null when it is time to give up.</summary>
    /// <param name="failures">How often it has failed, from 1.</param>
    public TimeSpan? PauseAfter(int failures)
    {
        var waited = TimeSpan.Zero;
        for (var failure = 1; failure < failures && waited < GiveUpAfter; failure++) waited += Pause(failure);
        return waited < GiveUpAfter ? Pause(failures) : null;
    }

    private TimeSpan Pause(int failure)
    {
        var pause = First * Math.Pow(2, Math.Min(failure - 1, 20));
        return pause < Longest ? pause : Longest;
    }
}
