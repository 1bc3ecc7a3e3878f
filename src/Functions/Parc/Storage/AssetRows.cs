using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Dfm.Core.Parc;

namespace Dfm.Functions.Parc.Storage;

/// <summary>
/// The columns of the table <c>Parc</c>. The asset is one JSON column, because lists read fifty of them at once and each column adds cost.
/// </summary>
public static partial class AssetRows
{
    private const string Data = "Data";
    private const string OpenDits = "OpenDits";
    private const string Words = "Words";
    private const string Serial = "Serial";
    private const string Site = "Site";
    private const string Kind = "Kind";

    /// <summary>The columns of the primary row and the index rows that lists read.</summary>
    public static IReadOnlyList<string> ShownColumns { get; } = ["RowKey", Data, OpenDits];

    /// <summary>The columns of the search rows that a search reads.</summary>
    public static IReadOnlyList<string> SearchColumns { get; } = ["RowKey", Words, Serial, Site, Kind];

    /// <summary>All rows of an asset, the primary first.</summary>
    public static IEnumerable<TableEntity> Of(Asset asset, string? openDits)
    {
        var customer = asset.Customer.Value;
        var data = JsonSerializer.Serialize(asset, Json.Default.Asset);
        var words = AssetWords.Of(asset);
        var text = string.Join(' ', words.Words);
        yield return new(customer, AssetKeys.Primary(asset.Id))
        {
            [Data] = data,
            [OpenDits] = openDits,
            [Words] = text,
            [Serial] = words.Serial,
        };
        foreach (var key in AssetKeys.Listed(asset))
            yield return new(customer, key) { [Data] = data, [OpenDits] = openDits };
        foreach (var key in AssetKeys.Searched(asset.Id, words))
        {
            yield return new(customer, key)
            {
                [Words] = text,
                [Serial] = words.Serial,
                [Site] = asset.Site.Value,
                [Kind] = asset.Kind.ToString(),
            };
        }
    }

    /// <summary>The keys of an asset's other rows, as they were written: by the words stored in the primary row.</summary>
    public static IEnumerable<string> OtherKeys(TableEntity primary)
    {
        var asset = AssetOf(primary);
        return AssetKeys.Listed(asset).Concat(AssetKeys.Searched(asset.Id, WordsOf(primary)));
    }

    /// <summary>Whether two primary rows hold the same asset with the same words.</summary>
    public static bool SameAsset(TableEntity one, TableEntity other) =>
        one.GetString(Data) == other.GetString(Data) && one.GetString(Words) == other.GetString(Words);

    public static Asset AssetOf(TableEntity row) =>
        JsonSerializer.Deserialize(row.GetString(Data), Json.Default.Asset) ?? throw new JsonException("An asset row without an asset.");

    public static ShownAsset ShownOf(TableEntity row) => new(AssetOf(row), OpenDitsOf(row));

    public static string? OpenDitsText(TableEntity row) => row.GetString(OpenDits);

    public static string TextOf(IReadOnlyList<string> openDits) => JsonSerializer.Serialize(openDits, Json.Default.IReadOnlyListString);

    /// <summary>The merge that updates a row's open DITs.</summary>
    public static TableEntity WithOpenDits(string customer, string key, string openDits) => new(customer, key) { [OpenDits] = openDits };

    public static AssetWords WordsOf(TableEntity row) =>
        new(row.GetString(Serial) ?? "", (row.GetString(Words) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static SiteId SiteOf(TableEntity searchRow) => SiteId.Parse(searchRow.GetString(Site));

    public static AssetKind KindOf(TableEntity searchRow) => Enum.Parse<AssetKind>(searchRow.GetString(Kind));

    private static IReadOnlyList<string> OpenDitsOf(TableEntity row) => row.GetString(OpenDits) is { Length: > 2 } text
        ? JsonSerializer.Deserialize(text, Json.Default.IReadOnlyListString) ?? []
        : [];

    /// <summary>The storage format of assets, independent of the API.</summary>
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(Asset))]
    [JsonSerializable(typeof(IReadOnlyList<string>))]
    private sealed partial class Json : JsonSerializerContext;
}
