namespace Dfm.Core.Parc;

/// <summary>
/// The words that an asset is found by. A search word finds an asset when one of its words begins with it, or, from
/// <see cref="MinSuffixLength"/> characters, when its serial number ends with it: people type the last digits on the label.
/// </summary>
/// <param name="Serial">The serial number as one word, empty when it has none.</param>
/// <param name="Words">The distinct words of all searched fields, in ordinal order; at most <see cref="MaxWords"/>.</param>
public sealed record AssetWords(string Serial, IReadOnlyList<string> Words)
{
    /// <summary>Shortest end of a serial number that is searched, in characters.</summary>
    public const int MinSuffixLength = 4;

    /// <summary>
    /// Most words kept of one asset, the serial number's and the contract's first, the location's last. With it, an asset's old and new
    /// rows together fit in one table transaction (100).
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

    /// <summary>Whether some word begins with <paramref name="word"/>.</summary>
    public bool HasPrefix(string word) => FirstWith(word) is not null;

    /// <summary>Whether the serial number ends with <paramref name="word"/>, which is long enough for that.</summary>
    public bool HasSerialEnd(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length >= MinSuffixLength && Serial.EndsWith(word, StringComparison.Ordinal);
    }

    /// <summary>Whether <paramref name="word"/> finds this asset.</summary>
    public bool Match(string word) => HasPrefix(word) || HasSerialEnd(word);

    /// <summary>The first word, in ordinal order, that begins with <paramref name="word"/>; null when none does.</summary>
    public string? FirstWith(string word) => Words.FirstOrDefault(own => own.StartsWith(word, StringComparison.Ordinal));
}
