using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Parc.Storage;

/// <summary>
/// The row keys of the table <c>Parc</c>, which is partitioned by customer. An asset has one primary row and one row for each access path,
/// so that every page is a range of keys:
/// <list type="table">
/// <item><term>a-{asset}</term><description>the primary row</description></item>
/// <item><term>s-{site}~{asset}</term><description>by site</description></item>
/// <item><term>k-{kind}~{asset}</term><description>by kind</description></item>
/// <item><term>ks-{kind}~{site}~{asset}</term><description>by kind and site</description></item>
/// <item><term>t-{word}~{asset}</term><description>by word, for search</description></item>
/// <item><term>r-{drows}~{asset}</term><description>by the reversed serial number: its suffix becomes a prefix</description></item>
/// </list>
/// « ~ » occurs in no identifier and no word, and sorts after all their characters: keys cannot collide, and a prefix followed by « ~ »
/// ends its range.
/// </summary>
public static class AssetKeys
{
    public static string Primary(AssetId asset) => $"a-{asset}";

    /// <summary>The three index rows that lists read: they hold the whole asset.</summary>
    public static IReadOnlyList<string> Listed(Asset asset) =>
    [
        $"s-{asset.Site}~{asset.Id}",
        $"k-{Name(asset.Kind)}~{asset.Id}",
        $"ks-{Name(asset.Kind)}~{asset.Site}~{asset.Id}",
    ];

    /// <summary>The rows that search reads: they hold the asset's words.</summary>
    public static IEnumerable<string> Searched(AssetId asset, AssetWords words)
    {
        foreach (var word in words.Words) yield return $"t-{word}~{asset}";
        if (words.Serial.Length >= AssetWords.MinSuffixLength) yield return $"r-{Backwards(words.Serial)}~{asset}";
    }

    public static KeyRange All { get; } = KeyRange.BeginningWith("a-");

    public static KeyRange OfSite(SiteId site) => KeyRange.BeginningWith($"s-{site}~");

    public static KeyRange OfKind(AssetKind kind) => KeyRange.BeginningWith($"k-{Name(kind)}~");

    public static KeyRange OfKindAndSite(AssetKind kind, SiteId site) => KeyRange.BeginningWith($"ks-{Name(kind)}~{site}~");

    public static KeyRange WithWord(string beginning) => KeyRange.BeginningWith($"t-{beginning}");

    public static KeyRange WithWholeWord(string word) => KeyRange.BeginningWith($"t-{word}~");

    public static KeyRange WithSerialEnd(string end) => KeyRange.BeginningWith($"r-{Backwards(end)}");

    /// <summary>The asset of a search row.</summary>
    public static string AssetOf(string searchKey) => searchKey[(searchKey.IndexOf('~', StringComparison.Ordinal) + 1)..];

    /// <summary>The word of a search row.</summary>
    public static string WordOf(string searchKey) => searchKey[2..searchKey.IndexOf('~', StringComparison.Ordinal)];

    private static string Name(AssetKind kind) => kind switch
    {
        AssetKind.Printing => "printing",
        AssetKind.It => "it",
        AssetKind.Telecom => "telecom",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a key."),
    };

    private static string Backwards(string word) => new([.. word.Reverse()]);
}
