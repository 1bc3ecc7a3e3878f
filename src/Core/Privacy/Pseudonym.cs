using Dfm.Core.Accounts;

namespace Dfm.Core.Privacy;

/// <summary>What stands in place of a person whose data were erased.</summary>
/// <param name="Id">Eight random digits and letters from a to f.</param>
public sealed record Pseudonym(string Id)
{
    /// <summary>Whether a text can be the id of a pseudonym; then it is safe as a part of a key.</summary>
    public static bool IsId(string text) => text is { Length: 8 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>In place of the name.</summary>
    public string Name => $"Personne effacée {Id}";

    /// <summary>In place of the user's id.</summary>
    public UserId User => UserId.Parse($"efface-{Id}");
}
