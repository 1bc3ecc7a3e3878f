namespace Dfm.Core.Parc;

/// <summary>What somebody looks for: every word must find the asset.</summary>
public sealed class AssetSearch
{
    /// <summary>Longest search text accepted, in characters.</summary>
    public const int MaxLength = 100;

    private readonly string[] otherWords;

    private AssetSearch(string[] words)
    {
        LeadingWord = words.OrderByDescending(word => word.Any(char.IsAsciiDigit)).ThenByDescending(word => word.Length).First();
        otherWords = [.. words.Where(word => word != LeadingWord)];
    }

    /// <summary>The word that finds the fewest assets, by guess: one with digits before one without, then the longest.</summary>
    public string LeadingWord { get; }

    /// <summary>Reads a search text; null when it holds no word at all.</summary>
    public static AssetSearch? Parse(string? text)
    {
        var words = SearchText.Words(text).Distinct(StringComparer.Ordinal).ToArray();
        return words.Length == 0 ? null : new AssetSearch(words);
    }

    /// <summary>Whether the words besides <see cref="LeadingWord"/> find the asset too.</summary>
    public bool OthersMatch(AssetWords asset) => Array.TrueForAll(otherWords, asset.Match);

    /// <summary>Whether all words find the asset.</summary>
    public bool Matches(AssetWords asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset.Match(LeadingWord) && OthersMatch(asset);
    }
}
