using Dfm.Core.Parc;

namespace Dfm.Core.Catalogue;

/// <summary>
/// A make and model, to match the parc with the catalogue: spellings that differ only in case, accents, spaces or punctuation are equal
/// (« IM C3010 », « im-c3010 »).
/// </summary>
public readonly record struct ModelKey
{
    private readonly string? value;

    private ModelKey(string value) => this.value = value;

    /// <summary>Letters a-z and digits with one « - »; valid in a storage key.</summary>
    public string Value => value ?? "";

    /// <summary>The key of an asset's model.</summary>
    public static ModelKey Of(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return Of(asset.Make, asset.Model);
    }

    /// <summary>The key of the model that an asset had.</summary>
    public static ModelKey Of(AssetSnapshot asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return Of(asset.Make, asset.Model);
    }

    /// <summary>Creates the key of a make and model; false when either has no letter or digit.</summary>
    public static bool TryMake(string? make, string? model, out ModelKey key)
    {
        var (foldedMake, foldedModel) = (Fold(make), Fold(model));
        var isModel = foldedMake.Length > 0 && foldedModel.Length > 0;
        key = isModel ? new ModelKey($"{foldedMake}-{foldedModel}") : default;
        return isModel;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static ModelKey Of(string make, string model)
    {
        _ = TryMake(make, model, out var key);
        return key;
    }

    private static string Fold(string? text) => string.Concat(SearchText.Words(text));
}
