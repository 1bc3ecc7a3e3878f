using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dfm.Core.Text;

/// <summary>Telephone numbers as people write them: « +33 (0)1-99-00-12-34 », « 01.99.00.12.34 poste 412 », « poste 412 ».</summary>
public static partial class PhoneNumber
{
    /// <summary>The maximum length, in UTF-16 units: an international number and its extension.</summary>
    public const int MaxLength = 40;

    /// <summary>The number as it was written, with ASCII digits, hyphens and points; false when it is none.</summary>
    public static bool TryParse(string? text, out string number) =>
        PlainText.TryOneLine(text, out number)
        && number.Length <= MaxLength
        && PlainText.TryOneLine(Ascii(number), out number)
        && Form().IsMatch(number);

    private static string Ascii(string line) => string.Concat(line.Normalize(NormalizationForm.FormKC).Select(character => character switch
    {
        '\u2212' => '-', // minus
        '\u00B7' or '\u2022' or '\u2219' => '.', // points at mid-height
        _ when char.GetUnicodeCategory(character) is UnicodeCategory.DashPunctuation => '-',
        _ => character,
    }));

    /// <summary>At least four digits, an extension, or both.</summary>
    [GeneratedRegex(
        @"\A(?=.*[0-9])(?:[ (]*\+?(?:[ ()./-]*[0-9]){4,30}[ ()./-]*)?"
        + @"(?:[,;]? ?(?:poste|interne|int|extension|ext|p|x|\#)\.? ?:? ?[0-9]{1,6})?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
