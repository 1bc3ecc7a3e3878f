namespace Dfm.Core;

/// <summary>When something that has failed is tried again: after a pause that doubles each time, up to a longest one, for a time.</summary>
/// <param name="First">The pause after the first failure.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="GiveUpAfter">For how long it may fail.</param>
public sealed record BackOff(TimeSpan First, TimeSpan Longest, TimeSpan GiveUpAfter)
{
    /// <summary>The pause before the next try; null when it is time to give up.</summary>
    /// <param name="failures">How often it has failed, from 1.</param>
    /// <param name="failingFor">For how long.</param>
    public TimeSpan? PauseAfter(int failures, TimeSpan failingFor)
    {
        if (failingFor >= GiveUpAfter) return null;
        var pause = First * Math.Pow(2, Math.Min(failures - 1, 20));
        return pause < Longest ? pause : Longest;
    }
}
