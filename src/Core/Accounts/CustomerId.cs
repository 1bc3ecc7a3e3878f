using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>The ERP's code of a customer (« client »).</summary>
[JsonConverter(typeof(IdentifierJsonConverter<CustomerId>))]
public readonly record struct CustomerId : IIdentifier<CustomerId>
{
    private readonly string? value;

    private CustomerId(string value) => this.value = value;

    /// <inheritdoc/>
    public string Value => value ?? "";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out CustomerId id)
    {
        var fits = IdentifierForm.Fits(text);
        id = fits ? new CustomerId(text!) : default;
        return fits;
    }

    /// <summary>Parses an identifier whose format is known to be valid.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static CustomerId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not a {nameof(CustomerId)}: {text}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
