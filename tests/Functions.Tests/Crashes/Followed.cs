namespace Dfm.Functions.Tests.Crashes;

/// <summary>A DIT or an order that a walk has made, and what has happened to it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Ended">Whether its lifecycle ends with the last step.</param>
/// <param name="Steps">The lines of its journal; messages, which are written at the same time, in any order.</param>
public sealed record Followed(string Number, bool Ended, params Step[] Steps)
{
    /// <summary>Whether a lifecycle follows it; else it has no steps.</summary>
    public bool HasLifecycle => Steps.Length > 0;

    /// <summary>What its lifecycle follows, oldest first: each asks for a mail.</summary>
    public IReadOnlyList<Step> Moves => [.. Steps.Where(step => step.Kind is not "Message")];

    /// <summary>The state that stands.</summary>
    public string State => Moves[^1].Kind switch
    {
        "Raised" => "AwaitingPlanning",
        "Placed" => "ExternalEntry",
        var state => state,
    };
}

/// <summary>A line of a journal.</summary>
/// <param name="Kind">What happened: the name of the state that it led to, but for the beginning.</param>
/// <param name="By">Who did it.</param>
/// <param name="Text">What was said of it, else null.</param>
public sealed record Step(string Kind, string By, string? Text = null);
