using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Invoices;

/// <summary>The ERP's number of an invoice or credit note, unique across all customers.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<InvoiceNumber>))]
public readonly record struct InvoiceNumber : IIdentifier<InvoiceNumber>
{
    private readonly string? value;

    private InvoiceNumber(string value) => this.value = value;

    /// <inheritdoc/>
    public string Value => value ?? "";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out InvoiceNumber id)
    {
        var fits = IdentifierForm.Fits(text);
        id = fits ? new InvoiceNumber(text!) : default;
        return fits;
    }

    /// <summary>Parses a number whose format is known to be valid.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static InvoiceNumber Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not an {nameof(InvoiceNumber)}: {text}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
