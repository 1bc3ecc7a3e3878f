using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Catalogue;

/// <summary>A consumable's reference in DFM's catalogue.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ConsumableReference>))]
public readonly record struct ConsumableReference : IIdentifier<ConsumableReference>
{
    private readonly string? value;

    private ConsumableReference(string value) => this.value = value;

    /// <inheritdoc/>
    public string Value => value ?? "";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out ConsumableReference id)
    {
        var fits = IdentifierForm.Fits(text);
        id = fits ? new ConsumableReference(text!) : default;
        return fits;
    }

    /// <summary>Parses a reference whose format is known to be valid.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static ConsumableReference Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not a {nameof(ConsumableReference)}: {text}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
