using System.Globalization;
using System.Text;

namespace Dfm.Core.Parc;

/// <summary>
/// How text is made comparable for search: accents folded, lower case, split into words of the letters a-z and digits. What people type
/// and what is stored go through the same functions, so « ÉTAGE-2 », « étage 2 » and « etage 2 » are the same two words.
/// </summary>
public static class SearchText
{
    /// <summary>Longest word, in characters; what is longer is cut, in the text and in the search alike.</summary>
    public const int MaxWordLength = 32;

    /// <summary>The words of <paramref name="text"/>, in its order, repetitions included.</summary>
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

    /// <summary>The whole text as one word, without what separates: « CTR-2024-0117 » becomes « ctr20240117 ».</summary>
    public static string Compact(string? text)
    {
        var word = new StringBuilder(MaxWordLength);
        foreach (var character in Fold(text).Where(char.IsAsciiLetterOrDigit).Take(MaxWordLength)) word.Append(character);
        return word.ToString();
    }

    /// <summary>By way of runes, because a lone surrogate cannot be normalised: it becomes U+FFFD, which separates.</summary>
    private static IEnumerable<char> Fold(string? text) =>
        string.Concat((text ?? "").EnumerateRunes()).Normalize(NormalizationForm.FormKD)
            .Where(character => CharUnicodeInfo.GetUnicodeCategory(character) is not UnicodeCategory.NonSpacingMark)
            .SelectMany(Ligature);

    /// <summary>Unicode's decomposition leaves these letters whole.</summary>
    private static IEnumerable<char> Ligature(char character) => character switch
    {
        'œ' or 'Œ' => "oe",
        'æ' or 'Æ' => "ae",
        'ø' or 'Ø' => "o",
        'ß' => "ss",
        _ => [char.ToLowerInvariant(character)],
    };
}
