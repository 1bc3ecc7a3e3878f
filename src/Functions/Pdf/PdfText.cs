using System.Globalization;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace Dfm.Functions.Pdf;

/// <summary>Wraps user input into lines that a PDF can show.</summary>
public static class PdfText
{
    /// <summary>The lines of <paramref name="text"/>, none wider than <paramref name="width"/>; no text is lost.</summary>
    /// <param name="text">Line breaks are kept, except for several blank lines in a row.</param>
    /// <param name="font">Characters without a glyph are shown as « � ».</param>
    /// <param name="width">In points.</param>
    public static IReadOnlyList<string> Wrap(string text, XFont font, double width, XGraphics graphics)
    {
        var lines = new List<string>();
        foreach (var paragraph in Printable(text, font).Trim().Split('\n'))
        {
            var words = paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) lines.AddRange(Fill(words.SelectMany(word => Pieces(word, Measure, width)), Measure, width));
            else if (lines.Count > 0 && lines[^1].Length > 0) lines.Add("");
        }
        return lines;

        double Measure(string part) => graphics.MeasureString(part, font).Width;
    }

    /// <summary>Fills each line with as many words as fit.</summary>
    private static IEnumerable<string> Fill(IEnumerable<string> words, Func<string, double> measure, double width)
    {
        var line = "";
        foreach (var word in words)
        {
            var longer = line.Length is 0 ? word : $"{line} {word}";
            if (line.Length > 0 && measure(longer) > width)
            {
                yield return line;
                longer = word;
            }
            line = longer;
        }
        yield return line;
    }

    /// <summary>The word or, when it is wider than a line, pieces that are not.</summary>
    private static IEnumerable<string> Pieces(string word, Func<string, double> measure, double width)
    {
        if (measure(word) <= width)
        {
            yield return word;
            yield break;
        }
        var piece = new StringBuilder();
        var used = 0.0;
        foreach (var rune in word.EnumerateRunes())
        {
            var more = measure(rune.ToString());
            if (used + more > width && piece.Length > 0)
            {
                yield return piece.ToString();
                piece.Clear();
                used = 0;
            }
            piece.Append(rune);
            used += more;
        }
        yield return piece.ToString();
    }

    /// <summary>Replaces the characters that <paramref name="font"/> has no glyph for, line breaks excepted.</summary>
    private static string Printable(string text, XFont font)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in Clean(text).Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            var shown = rune.Value is '\n' || GlyphHelper.GlyphIndexFromCodePoint(rune.Value, font) > 0;
            printable.Append(shown ? rune : Rune.ReplacementChar);
        }
        return printable.ToString();
    }

    /// <summary>Removes invisible characters; leaves two kinds of space, breaking and no-break.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (Clean(rune) is { } kept) clean.Append(kept);
        }
        return clean.ToString();
    }

    private static Rune? Clean(Rune rune) => (Rune.GetUnicodeCategory(rune), rune.Value) switch
    {
        (_, '\n') => rune,
        (_, '\u00a0' or '\u2007' or '\u202f') => new('\u00a0'),
        (UnicodeCategory.SpaceSeparator or UnicodeCategory.Control, _) => new(' '),
        (UnicodeCategory.Format, _) or (_, >= 0xfe00 and <= 0xfe0f) => null, // joiners, directions, variation selectors
        (UnicodeCategory.OtherNotAssigned, _) => Rune.ReplacementChar, // some of these cannot be normalized
        _ => rune,
    };
}
