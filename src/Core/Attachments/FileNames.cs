using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dfm.Core.Text;

namespace Dfm.Core.Attachments;

/// <summary>Makes file names that every system can store out of what users, browsers and programs send.</summary>
public static partial class FileNames
{
    /// <summary>The maximum length of a name, in UTF-16 units.</summary>
    public const int MaxLength = 120;

    /// <summary>The maximum length of what counts as an extension, with its dot; in UTF-16 units.</summary>
    private const int MaxExtension = 10;

    private const string Nameless = "fichier";

    /// <summary>
    /// The name without a drive, folders, control and invisible characters, and characters that Windows refuses; on one line, in NFC, never
    /// empty, at most <see cref="MaxLength"/> long. A longer one is cut between two characters as a reader sees them; its extension stays.
    /// Idempotent.
    /// </summary>
    public static string Clean(string? given)
    {
        var (stem, extension) = Split(Legal(WithoutPath(given ?? "")));
        // The rest of a name without an extension may end with one.
        return extension.Length == 0 && stem.Length > MaxLength ? Clean(Cut(stem, MaxLength)) : Join(stem, extension);
    }

    /// <summary>What follows the last dot, with it; empty for a name without an extension.</summary>
    public static string ExtensionOf(string name) => Split(name).Extension;

    /// <summary>A clean name with another extension.</summary>
    /// <param name="extension">With its dot.</param>
    public static string WithExtension(string name, string extension) => Join(Split(name).Stem, extension);

    /// <summary>Without what some browsers and attackers put before it. A colon further on belongs to the name: « relevé 10:32 ».</summary>
    private static string WithoutPath(string name) => Drive().Replace(name[(name.LastIndexOfAny(['/', '\\']) + 1)..], "");

    private static string Legal(string name)
    {
        var legal = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value is ':') legal.Append('-');
            // Also what was no UTF-8, or half of a character.
            else if (rune == Rune.ReplacementChar) legal.Append('_');
            else if (!IsDropped(rune)) legal.Append(rune);
        }

        // Without line breaks it is one line, whose spaces stay as many as they are.
        _ = PlainText.TryLines(legal.ToString(), out var line);
        return line;
    }

    private static bool IsDropped(Rune rune) =>
        Rune.IsControl(rune)
        || Characters.IsLineBreak(rune)
        || Characters.IsNoncharacter(rune)
        // Joiners hold emoji together, and letters of some scripts apart; no other invisible sign belongs into a name.
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D))
        || (rune.IsAscii && "<>\"|?*".Contains((char)rune.Value, StringComparison.Ordinal));

    private static (string Stem, string Extension) Split(string name)
    {
        var trimmed = name.TrimEnd(' ', '.');
        var dot = trimmed.LastIndexOf('.');
        return dot < 0 || trimmed.Length - dot > MaxExtension ? (trimmed, "") : (trimmed[..dot], trimmed[dot..]);
    }

    private static string Join(string stem, string extension)
    {
        var max = MaxLength - extension.Length;
        var kept = Cut(stem, max);
        if (!IsVisible(kept)) kept = Nameless;
        if (Reserved().IsMatch(kept)) kept = Cut($"_{kept}", max);
        return kept + extension;
    }

    /// <summary>As many characters, as a reader sees them, as fit into so many UTF-16 units; no spaces and dots around them.</summary>
    private static string Cut(string stem, int max)
    {
        var trimmed = stem.Trim(' ', '.');
        var length = 0;
        while (length < trimmed.Length)
        {
            var next = StringInfo.GetNextTextElementLength(trimmed.AsSpan(length));
            if (length + next > max) break;
            length += next;
        }

        // A joiner that has lost what it joined goes as well.
        _ = PlainText.TryLines(trimmed[..length], out var kept);
        return kept.TrimEnd(' ', '.');
    }

    private static bool IsVisible(string stem) => stem.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark));

    [GeneratedRegex(@"^[A-Za-z]:", RegexOptions.CultureInvariant)]
    private static partial Regex Drive();

    /// <summary>Windows' devices, whatever follows after a dot.</summary>
    [GeneratedRegex(
        @"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
