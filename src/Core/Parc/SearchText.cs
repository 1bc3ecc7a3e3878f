using System.Globalization;
using System.Text;

namespace Dfm.Core.Parc;

/// <summary>
/// Normalises text for search: folds accents, converts to lower case, splits into words of the letters a-z and digits. Search input and
/// stored text are normalised alike, so « ÉTAGE-2 », « étage 2 » and « etage 2 » are the same two words.
/// </summary>
public static class SearchText
{
    /// <summary>The maximum length of a word, in characters; longer words are truncated in text and search alike.</summary>
    public const int MaxWordLength = 32;

    /// <summary>The words of <paramref name="text"/>, in order, repetitions included.</summary>
    public static IEnumerable<string> Words(string? text)
    {
        var word = new StringBuilder(MaxWordLength);
        foreach (var character in Fold(text))
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                if (word.Length < MaxWordLength) word.Append(character);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0) yield return word.ToString();
    }

    /// <summary>The whole text as one word without separators: « CTR-2024-0117 » becomes « ctr20240117 ».</summary>
    public static string Compact(string? text)
    {
        var word = new StringBuilder(MaxWordLength);
        foreach (var character in Fold(text).Where(char.IsAsciiLetterOrDigit).Take(MaxWordLength)) word.Append(character);
        return word.ToString();
    }

    /// <summary>By runes, because an unpaired surrogate cannot be normalised: it becomes U+FFFD, a separator.</summary>
    private static IEnumerable<char> Fold(string? text) =>
        string.Concat((text ?? "").EnumerateRunes()).Normalize(NormalizationForm.FormKD)
            .Where(character => CharUnicodeInfo.GetUnicodeCategory(character) is not UnicodeCategory.NonSpacingMark)
            .SelectMany(Ligature);

    /// <summary>Letters that Unicode decomposition does not split.</summary>
    private static IEnumerable<char> Ligature(char character) => character switch
    {
        'œ' or 'Œ' => "oe",
        'æ' or 'Æ' => "ae",
        'ø' or 'Ø' => "o",
        'ß' => "ss",
        _ => [char.ToLowerInvariant(character)],
    };
}
