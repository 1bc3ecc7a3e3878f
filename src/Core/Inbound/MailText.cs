using System.Text;
using System.Text.RegularExpressions;
using Dfm.Core.Text;

namespace Dfm.Core.Inbound;

/// <summary>
/// The text of a mail as it is shown: what its sender has written, apart from what that answers or forwards. Signatures, disclaimers and
/// the lines that telephones add are left out; the original is kept elsewhere.
/// </summary>
/// <param name="Written">May be empty.</param>
/// <param name="Quoted">What it answers or forwards; empty for none.</param>
public sealed partial record MailText(string Written, string Quoted)
{
    /// <summary>So many lines at most follow a closing (« Cordialement ») in a signature: beyond, it was no end.</summary>
    private const int LongestSignature = 15;

    /// <summary>A text of several lines in the portal's form: what cannot be shown is left out of it.</summary>
    public static string Clean(string? text)
    {
        var shown = new StringBuilder(text?.Length ?? 0);
        foreach (var rune in (text ?? "").EnumerateRunes())
            if (rune != Rune.ReplacementChar && !Characters.IsNoncharacter(rune) && (!Rune.IsControl(rune) || IsBlank(rune))) shown.Append(rune);
        _ = PlainText.TryLines(shown.ToString(), out var lines);
        return ManyBlankLines().Replace(string.Join('\n', lines.Split('\n').Select(line => line.TrimEnd())), "\n\n");
    }

    /// <summary>A text of one line in the portal's form.</summary>
    public static string CleanLine(string? text) => PlainText.TryOneLine(Clean(text), out var line) ? line : "";

    /// <summary>Takes a mail's text apart.</summary>
    public static MailText Of(string? text)
    {
        var lines = Clean(text).Split('\n');
        var quote = Enumerable.Range(0, lines.Length).FirstOrDefault(at => BeginsQuote(lines, at), lines.Length);
        var above = Split(lines[..quote], lines[quote..]);
        return above.Written.Length > 0 ? above : Below(lines) ?? above;
    }

    /// <summary>A text of at most <paramref name="max"/> UTF-16 units: what is cut off is said to be in the original.</summary>
    public static string Cut(string text, int max)
    {
        const string more = "\n[…] La suite est dans le mail d'origine.";
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= max) return text;
        var end = max - more.Length;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd() + more;
    }

    /// <summary>Some people write below what they quote, which then has its marks.</summary>
    private static MailText? Below(string[] lines)
    {
        var marked = lines.ToLookup(line => QuoteMark().IsMatch(line) || QuoteHeading.IsMatch(line));
        return lines.Any(line => QuoteMark().IsMatch(line)) ? Split([.. marked[false]], [.. marked[true]]) : null;
    }

    private static MailText Split(string[] written, string[] quoted) =>
        new(Shown(written), Shown([.. quoted.Select(line => QuoteMark().Replace(line, ""))]));

    private static bool IsBlank(Rune rune) => Characters.IsSpace(rune) || Characters.IsLineBreak(rune);

    private static bool BeginsQuote(string[] lines, int at)
    {
        var line = lines[at];
        if (QuoteMark().IsMatch(line)) return true;
        if (QuoteHeading.IsMatch(line)) return true;
        // Some programs break the heading before its verb.
        if (at + 1 < lines.Length && QuoteHeading.IsMatch($"{line} {lines[at + 1]}") && HeadingStart().IsMatch(line)) return true;
        // Outlook: « De : … Envoyé : … », some lines of it.
        return FromLine().IsMatch(line) && lines.Skip(at + 1).Take(4).Any(next => SentLine().IsMatch(next));
    }

    private static string Shown(IReadOnlyList<string> lines)
    {
        var text = string.Join('\n', WithoutSignature(lines));
        var paragraphs = text.Split("\n\n").Where(paragraph => !Disclaimer().IsMatch(paragraph.Replace('\n', ' ')));
        return Clean(string.Join("\n\n", paragraphs));
    }

    private static IEnumerable<string> WithoutSignature(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (SignatureMark().IsMatch(lines[at])) yield break;
            if (Telephone().IsMatch(lines[at])) continue;
            yield return lines[at];
            if (Closing().IsMatch(lines[at]) && lines.Count - at <= LongestSignature && !lines.Skip(at).Any(line => Postscript().IsMatch(line)))
                yield break;
        }
    }

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBlankLines();

    [GeneratedRegex(@"^\s*(>\s?)+")]
    private static partial Regex QuoteMark();

    /// <summary>Without backtracking: the line is a stranger's.</summary>
    private static readonly Regex QuoteHeading = new(
        @"^\s*(?:-{2,}|_{2,})\s*(?:message d'origine|message original|message transf[ée]r[ée]|original message|forwarded message)\s*(?:-{2,}|_{2,})?\s*$"
        + @"|^\s*(?:d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|begin forwarded message)\s*:?\s*$"
        + @"|^\s*(?:le|on|am|el)\s.{6,200}\s(?:a\s[ée]crit|wrote|schrieb|escribi[óo])\s*:?\s*$"
        + @"|^_{20,}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    [GeneratedRegex(@"^\s*(le|on|am|el)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HeadingStart();

    [GeneratedRegex(@"^\s*\*?(de|from|von)\s?:\*?\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FromLine();

    [GeneratedRegex(@"^\s*\*?(envoy[ée](\s+le)?|sent|date|gesendet)\s?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SentLine();

    [GeneratedRegex(@"^--\s?$", RegexOptions.NonBacktracking)]
    private static partial Regex SignatureMark();

    [GeneratedRegex(
        @"^\s*(envoy[ée] (de|depuis|à partir de|avec) (mon|ma|yahoo|proton)|sent from|get outlook for|obtenir outlook|t[ée]l[ée]charger outlook|provenance : courrier)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Telephone();

    [GeneratedRegex(
        @"^\s*((bien )?cordialement|cdlt|cdt|bien (à|a) (vous|toi)|(meilleures |sinc[èe]res )?salutations|salutations .{0,30}|(best|kind) regards|regards|bonne (journ[ée]e|r[ée]ception|soir[ée]e))\s*[,.!]?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Closing();

    [GeneratedRegex(@"^\s*p\.?\s?s\.?\s*[:.]?\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Postscript();

    [GeneratedRegex(
        @"^\s*((ce|cet) (message|courriel|e-?mail|mail)\b.{0,120}(confidentiel|destin[ée]|strictement)|this (e-?mail|message)\b.{0,120}(confidential|intended)|(les informations|l'int[ée]grit[ée]) .{0,120}(confidentiel|message)|(pensez [àa]|merci de penser [àa]|avant d'imprimer|please consider).{0,60}(environnement|imprimer|environment)|(\[?(caution|attention|external|externe)\]?\s*:?.{0,20}(ce (message|mail)|this (e-?mail|message)).{0,80}(ext[ée]rieur|externe|outside|external)))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Disclaimer();
}
