using System.Globalization;
using System.Text;
using Dfm.Core.Text;

namespace Dfm.Core.Accounts;

/// <summary>
/// A password as it is hashed and verified: the OpaqueString profile (RFC 8265, 4.2), so that it does not depend on the keyboard or the
/// system it is typed on. Case and spaces at either end count.
/// </summary>
public readonly record struct Password
{
    private readonly string? value;

    private Password(string value) => this.value = value;

    /// <summary>In NFC, with U+0020 for every other space.</summary>
    public string Value => value ?? "";

    /// <summary>False when it is empty or contains control, invisible or unassigned characters (RFC 8264, 4.3).</summary>
    public static bool TryParse(string? typed, out Password password)
    {
        password = default;
        var runes = (typed ?? "").EnumerateRunes().ToList();
        if (runes.Count == 0 || runes.Exists(IsDisallowed)) return false;
        password = new Password(string.Concat(runes.Select(Spaced)).Normalize(NormalizationForm.FormC));
        return true;
    }

    /// <summary>Parses a password that is known to be valid.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static Password Parse(string text) =>
        TryParse(text, out var password) ? password : throw new FormatException("Not a password.");

    /// <summary>Nothing: a password must not reach a log by interpolation.</summary>
    public override string ToString() => nameof(Password);

    /// <summary>U+FFFD also stands for half a surrogate pair.</summary>
    private static bool IsDisallowed(Rune rune) =>
        Characters.IsInvisible(rune) || rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned;

    private static Rune Spaced(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator ? new Rune(' ') : rune;
}
