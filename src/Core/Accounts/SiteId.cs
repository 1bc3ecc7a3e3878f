using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>The ERP's code of a site. Unique within the customer.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<SiteId>))]
public readonly record struct SiteId : IIdentifier<SiteId>
{
    private readonly string? value;

    private SiteId(string value) => this.value = value;

    /// <inheritdoc/>
    public string Value => value ?? "";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out SiteId id)
    {
        var fits = IdentifierForm.Fits(text);
        id = fits ? new SiteId(text!) : default;
        return fits;
    }

    /// <summary>Parses an identifier whose format is known to be valid.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static SiteId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not a {nameof(SiteId)}: {text}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
