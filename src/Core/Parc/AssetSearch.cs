namespace Dfm.Core.Parc;

/// <summary>A search for assets: every word must match.</summary>
public sealed class AssetSearch
{
    /// <summary>The maximum length of a search text, in characters.</summary>
    public const int MaxLength = 100;

    private readonly string[] otherWords;

    private AssetSearch(string[] words)
    {
        LeadingWord = words.OrderByDescending(word => word.Any(char.IsAsciiDigit)).ThenByDescending(word => word.Length).First();
        otherWords = [.. words.Where(word => word != LeadingWord)];
    }

    /// <summary>The word expected to match the fewest assets: one with digits before one without, then the longest.</summary>
    public string LeadingWord { get; }

    /// <summary>Parses a search text; null when it contains no word.</summary>
    public static AssetSearch? Parse(string? text)
    {
        var words = SearchText.Words(text).Distinct(StringComparer.Ordinal).ToArray();
        return words.Length == 0 ? null : new AssetSearch(words);
    }

    /// <summary>Whether the words other than <see cref="LeadingWord"/> match the asset too.</summary>
    public bool OthersMatch(AssetWords asset) => Array.TrueForAll(otherWords, asset.Match);

    /// <summary>Whether all words match the asset.</summary>
    public bool Matches(AssetWords asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset.Match(LeadingWord) && OthersMatch(asset);
    }
}
