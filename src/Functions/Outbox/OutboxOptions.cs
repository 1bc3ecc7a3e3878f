using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Outbox;

/// <summary>The settings <c>Outbox:*</c>: when <see cref="DispatchOutbox"/> looks for what a command has left.</summary>
public sealed class OutboxOptions : ISettings, IValidatableObject
{
    /// <inheritdoc/>
    public static string Section => "Outbox";

    /// <summary>
    /// A commit that begins later than this after its message was accepted gets another message. Twenty seconds would do for nothing to be
    /// lost; half of <see cref="FirstLook"/> is for effects to follow at once, however long an upload takes.
    /// </summary>
    public TimeSpan CommitWithin { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A commit is cut off after this time.</summary>
    public TimeSpan LongestCommit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after its message was accepted a command's row is looked for first.</summary>
    public TimeSpan FirstLook { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after the first look that found nothing it is looked for again, and so on after each.</summary>
    public TimeSpan SecondLook { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>See <see cref="SecondLook"/>.</summary>
    public TimeSpan ThirdLook { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>See <see cref="SecondLook"/>.</summary>
    public TimeSpan LastLook { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The pause after an effect has failed for the first time; it doubles each time.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>From which age on the nightly sweep announces a row again: all looks for it are over by then.</summary>
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>For how long an effect that fails is tried again.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(4);

    /// <summary>The pause before look <paramref name="number"/>, counted from 2; null when there is none.</summary>
    public TimeSpan? PauseBeforeLook(int number) => number switch
    {
        2 => SecondLook,
        3 => ThirdLook,
        4 => LastLook,
        _ => null,
    };

    /// <summary>When effects that have failed are tried again.</summary>
    public BackOff BackOff => new(FirstPause, LongestPause, GiveUpAfter);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstLook <= TimeSpan.Zero || FirstPause <= TimeSpan.Zero) yield return new("Outbox: pauses are longer than nothing.");
        if (FirstLook + SecondLook + ThirdLook + LastLook < 2 * (CommitWithin + LongestCommit))
            yield return new("Outbox: the last look comes too early to find a slow commit.");
    }
}
