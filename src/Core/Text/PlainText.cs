using System.Buffers;
using System.Text;

namespace Dfm.Core.Text;

/// <summary>
/// The form of every text that a person or another system sends: NFC, one kind of space, one kind of line break, no invisible characters,
/// trimmed. A text of invisible characters alone becomes empty. What has this form already stays as it is.
/// </summary>
public static class PlainText
{
    private static readonly Rune Space = new(' ');

    /// <summary>A text of one line: line breaks, tabs and several spaces become one space.</summary>
    /// <returns>False for a text that cannot be shown: it contains control characters or is not valid Unicode.</returns>
    public static bool TryOneLine(string? text, out string line)
    {
        var isShowable = TryClean(text, out var clean);
        line = string.Join(' ', clean.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return isShowable;
    }

    /// <summary>A text of several lines, separated by LF; spaces within it are kept, tabs become spaces.</summary>
    /// <returns>False for a text that cannot be shown: it contains control characters or is not valid Unicode.</returns>
    public static bool TryLines(string? text, out string lines)
    {
        var isShowable = TryClean(text, out var clean);
        lines = clean.Trim(' ', '\n');
        return isShowable;
    }

    /// <summary>Without the controls of writing direction (UAX 9), which can make a text read as another one.</summary>
    public static string WithoutDirections(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(Characters.IsDirection) ? string.Concat(text.Where(c => !Characters.IsDirection(c))) : text;
    }

    private static bool TryClean(string? text, out string clean)
    {
        clean = "";
        if (string.IsNullOrEmpty(text)) return true;
        if (!IsShowable(text)) return false;
        // Composed before, so that the neighbours of joiners are final; and after, because something removed may have kept an accent apart.
        clean = Visible(text.ReplaceLineEndings("\n").Normalize(NormalizationForm.FormC)).Normalize(NormalizationForm.FormC);
        return true;
    }

    private static bool IsShowable(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) is not OperationStatus.Done) return false;
            if (Characters.IsNoncharacter(rune) || (Rune.IsControl(rune) && !Characters.IsSpace(rune) && !Characters.IsLineBreak(rune)))
                return false;
            text = text[length..];
        }

        return true;
    }

    private static string Visible(string text)
    {
        var runes = text.EnumerateRunes().Select(Spaced).ToArray();
        var clean = new StringBuilder(text.Length);
        var before = Space;
        for (var at = 0; at < runes.Length; at++)
        {
            var after = at + 1 < runes.Length && !Characters.IsInvisible(runes[at + 1]) ? runes[at + 1] : Space;
            if (Characters.IsInvisible(runes[at]) && !Sequences.Need(before, runes[at], after)) continue;
            before = runes[at];
            clean.Append(before);
        }

        return clean.ToString();
    }

    private static Rune Spaced(Rune rune) =>
        Characters.IsLineBreak(rune) ? new Rune('\n') : Characters.IsSpace(rune) ? Space : rune;
}
