using System.Globalization;
using System.Text;

namespace Dfm.Core.Text;

/// <summary>Where invisible characters belong: within emoji, and within words of scripts that join their letters.</summary>
internal static class Sequences
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int EmojiStyle = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int BlackFlag = 0x1F3F4;

    /// <summary>Whether what is shown would be another without <paramref name="rune"/> between its neighbours.</summary>
    /// <param name="after">A space when nothing visible follows at once.</param>
    public static bool Need(Rune before, Rune rune, Rune after) => rune.Value switch
    {
        NonJoiner => IsJoined(before) && IsJoined(after),
        Joiner => (IsJoined(before) && IsJoined(after)) || (EndsEmoji(before) && IsSymbol(after)),
        EmojiStyle when before.IsAscii => after.Value is Keycap,
        (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) => HasVariants(before),
        (>= 0x180B and <= 0x180D) or 0x180F => before.Value is >= 0x1820 and <= 0x18AA, // Mongolian
        >= 0xE0020 and <= 0xE007F => before.Value is BlackFlag or (>= 0xE0020 and <= 0xE007E), // England, Scotland, Wales
        _ => false,
    };

    /// <summary>Letters and marks of the scripts from Hebrew on, without those of Europe and without Hangul, whose letters compose.</summary>
    private static bool IsJoined(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x10FF) or (>= 0x1200 and <= 0x1CFF) or (>= 0xA840 and <= 0xABFF) or (>= 0x10800 and <= 0x11FFF)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool EndsEmoji(Rune rune) => rune.Value is EmojiStyle or (>= 0x1F3FB and <= 0x1F3FF) || IsSymbol(rune);

    /// <summary>Symbols, punctuation such as « ‼ », « ℹ », ideographs.</summary>
    private static bool HasVariants(Rune rune) => !rune.IsAscii
        && (IsSymbol(rune) || rune.Value is 0x2139 || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherLetter
            or UnicodeCategory.OtherPunctuation or UnicodeCategory.DashPunctuation);

    /// <summary>Emoji are symbols; some are arrows, which count as mathematical, and some are newer than the tables of .NET.</summary>
    private static bool IsSymbol(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.OtherNotAssigned;
}
