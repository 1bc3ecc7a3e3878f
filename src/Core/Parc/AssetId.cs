using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Parc;

/// <summary>The ERP's code of an asset (« bien »). Unique within the customer.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<AssetId>))]
public readonly record struct AssetId : IIdentifier<AssetId>
{
    private readonly string? value;

    private AssetId(string value) => this.value = value;

    /// <inheritdoc/>
    public string Value => value ?? "";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out AssetId id)
    {
        var fits = IdentifierForm.Fits(text);
        id = fits ? new AssetId(text!) : default;
        return fits;
    }

    /// <summary>Parses an identifier whose format is known to be valid.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static AssetId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not a {nameof(AssetId)}: {text}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
