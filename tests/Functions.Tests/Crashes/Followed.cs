namespace Dfm.Functions.Tests.Crashes;

/// <summary>A DIT or an order that a walk has made, and what has happened to it: its journal, and a mail for each line.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Ended">Whether its lifecycle ends with the last line.</param>
/// <param name="Story">What has happened, oldest first.</param>
public sealed record Followed(string Number, bool Ended, params string[] Story)
{
    /// <summary>The state that stands; what happened last has its name, but for the beginning.</summary>
    public string State { get; init; } = Story[^1];
}
