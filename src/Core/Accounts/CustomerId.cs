using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>A customer (« client ») of GROUPE DFM, by the ERP's code.</summary>
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

    /// <summary>Reads an identifier that is known to have the form.</summary>
    /// <exception cref="FormatException">It has not.</exception>
    public static CustomerId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not a {nameof(CustomerId)}: {text}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
