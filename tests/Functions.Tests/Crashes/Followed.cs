namespace Dfm.Functions.Tests.Crashes;

/// <summary>A DIT or an order that a walk has made, and what has happened to it: its journal, and a mail for each line.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Ended">Whether its lifecycle ends with the last line.</param>
/// <param name="Story">What has happened, oldest first; the last names the state that stands.</param>
public sealed record Followed(string Number, bool Ended, params string[] Story)
{
    /// <summary>The state that stands.</summary>
    public string State => Story[^1];
}
