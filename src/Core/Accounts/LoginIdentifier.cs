using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dfm.Core.Text;

namespace Dfm.Core.Accounts;

/// <summary>
/// A sign-in name: one line in lower case and NFKC, so that « C.Delorme » and « c.delorme » are equal, whatever keyboard they come from.
/// </summary>
public readonly record struct LoginIdentifier
{
    /// <summary>The maximum length in characters: that of a mail address (RFC 5321).</summary>
    public const int MaxLength = EmailAddress.MaxLength;

    private readonly string? value;

    private LoginIdentifier(string value) => this.value = value;

    /// <summary>The normalised text.</summary>
    public string Value => value ?? "";

    /// <summary>Normalises user input; false when it is empty, too long or contains control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LoginIdentifier identifier)
    {
        identifier = default;
        if (text is null || text.Length > 4 * MaxLength || !PlainText.TryOneLine(text, out var line)) return false;
        // NFKC makes a space of a few characters.
        PlainText.TryOneLine(line.Normalize(NormalizationForm.FormKC).ToLowerInvariant(), out var normal);
        if (normal.Length is 0 or > MaxLength) return false;
        identifier = new LoginIdentifier(normal);
        return true;
    }

    /// <summary>Parses an identifier whose format is known to be valid.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static LoginIdentifier Parse(string text) =>
        TryParse(text, out var identifier) ? identifier : throw new FormatException("Not a login identifier.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
