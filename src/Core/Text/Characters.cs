using System.Globalization;
using System.Text;

namespace Dfm.Core.Text;

/// <summary>The kinds of characters that need a rule.</summary>
internal static class Characters
{
    /// <summary>LF, and what ends a line elsewhere; VT is Word's line break within a paragraph.</summary>
    public static bool IsLineBreak(Rune rune) => rune.Value is >= 0x0A and <= 0x0D or 0x85 or 0x2028 or 0x2029;

    /// <summary>Tab and the spaces of all widths; U+2800, a Braille cell without dots, looks like one.</summary>
    public static bool IsSpace(Rune rune) =>
        rune.Value is '\t' or 0x2800 || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator;

    /// <summary>The controls of writing direction (UAX 9).</summary>
    public static bool IsDirection(char character) =>
        character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Code points that Unicode keeps free of characters for ever.</summary>
    public static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>
    /// What shows nothing by itself: Unicode's Default_Ignorable_Code_Point and its other format characters, except for the few that print a
    /// sign; and U+FFFC, the place of an object that the text has lost.
    /// </summary>
    public static bool IsInvisible(Rune rune) => rune.Value is
            0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFFC) or (>= 0xE0000 and <= 0xE0FFF)
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && !IsPrintedFormat(rune));

    /// <summary>The signs of Arabic, Syriac and Kaithi around numbers (Unicode's Prepended_Concatenation_Mark).</summary>
    private static bool IsPrintedFormat(Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;
}
