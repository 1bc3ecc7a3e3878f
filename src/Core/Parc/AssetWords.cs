namespace Dfm.Core.Parc;

/// <summary>
/// The words by which an asset is found. A search word matches the beginning of a word or, from <see cref="MinSuffixLength"/> characters,
/// the end of the serial number: people type the last digits on the label.
/// </summary>
/// <param name="Serial">The serial number as one word; empty when there is none.</param>
/// <param name="Words">The distinct words of all searched fields, in ordinal order; at most <see cref="MaxWords"/>.</param>
public sealed record AssetWords(string Serial, IReadOnlyList<string> Words)
{
    /// <summary>The minimum length of a search word that matches the end of a serial number, in characters.</summary>
    public const int MinSuffixLength = 4;

    /// <summary>
    /// The maximum number of words of an asset; those of the serial number and the contract come first, those of the location last. With
    /// this maximum, an asset's old and new rows fit into one table transaction (100).
    /// </summary>
    public const int MaxWords = 40;

    /// <summary>The words of an asset: serial number, contract, designation, make, model, location.</summary>
    public static AssetWords Of(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        var serial = SearchText.Compact(asset.SerialNumber);
        string?[] fields = [asset.SerialNumber, asset.Contract, asset.Designation, asset.Make, asset.Model, asset.Location];
        var words = new[] { serial, SearchText.Compact(asset.Contract) }
            .Concat(fields.SelectMany(SearchText.Words))
            .Where(word => word.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Take(MaxWords)
            .Order(StringComparer.Ordinal);
        return new AssetWords(serial, [.. words]);
    }

    /// <summary>Whether a word begins with <paramref name="word"/>.</summary>
    public bool HasPrefix(string word) => FirstWith(word) is not null;

    /// <summary>
    /// Whether the serial number ends with <paramref name="word"/>; false for a word shorter than <see cref="MinSuffixLength"/>.
    /// </summary>
    public bool HasSerialEnd(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length >= MinSuffixLength && Serial.EndsWith(word, StringComparison.Ordinal);
    }

    /// <summary>Whether <paramref name="word"/> matches the asset.</summary>
    public bool Match(string word) => HasPrefix(word) || HasSerialEnd(word);

    /// <summary>The first word, in ordinal order, that begins with <paramref name="word"/>; null when none does.</summary>
    public string? FirstWith(string word) => Words.FirstOrDefault(own => own.StartsWith(word, StringComparison.Ordinal));
}
