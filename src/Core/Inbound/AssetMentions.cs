using System.Text.RegularExpressions;
using Dfm.Core.Parc;

namespace Dfm.Core.Inbound;

/// <summary>
/// What may name an asset in a mail: the address on its label, its « n° de parc », its serial number. Whether there is such an asset is for
/// the store to tell, so a word too many costs no more than a look.
/// </summary>
/// <param name="Words">The most telling first; at most <see cref="Most"/>.</param>
public sealed partial record AssetMentions(IReadOnlyList<AssetMention> Words)
{
    /// <summary>So many words are looked up.</summary>
    public const int Most = 12;

    private const int LongestText = 20_000;

    /// <summary>Finds them in the texts of a mail, of which an earlier one counts more.</summary>
    public static AssetMentions In(params IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var read = texts.Select(text => text.Length > LongestText ? text[..LongestText] : text).ToList();
        var labels = read.SelectMany(text => Label().Matches(text)).Select(match => Uri.UnescapeDataString(match.Groups["id"].Value));
        var announced = read.SelectMany(text => Announced().Matches(text)).SelectMany(Readings);
        var words = read.SelectMany(text => Word().Matches(Address().Replace(text, " "))).Select(match => match.Value)
            .Where(word => word.Any(char.IsAsciiDigit));
        return new([
            .. labels.Concat(announced).Concat(words)
                .Select(word => word.Trim('.', '-', '_', '/'))
                .Where(word => SearchText.Compact(word).Length >= 2)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(AssetMention.Of)
                .Where(mention => mention.Ids.Count + mention.Serial.Length > 0)
                .Take(Most),
        ]);
    }

    /// <summary>People copy a serial number with the spaces of its label: the word after the announcement, and with the next one or two.</summary>
    private static IEnumerable<string> Readings(Match announced)
    {
        var words = announced.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, words.Length).Select(count => string.Concat(words[..count])).Where(word => word.Any(char.IsAsciiDigit));
    }

    /// <summary>The address that the portal prints on labels: <c>…/assets/B100301/dits/new</c>, or any page of the asset.</summary>
    [GeneratedRegex(@"/assets/(?<id>[A-Za-z0-9_%.-]{1,60})", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(
        @"(?:n° ?(?:de )?(?:parc|bien|s[ée]rie)|num[ée]ro (?:de )?(?:parc|bien|s[ée]rie)|\bs/?n\b|\bserial(?: number| no\.?)?|\b(?:bien|parc)\b)\s{0,3}[:=#n°.]{0,3}\s{0,3}(?<words>[A-Za-z0-9_/-]{1,32}(?: [A-Za-z0-9_/-]{1,32}){0,2})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Announced();

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9_/.-]{2,38}[A-Za-z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    /// <summary>Mail and web addresses name no asset but by the label's path.</summary>
    [GeneratedRegex(@"\S{1,200}@\S{1,200}|https?://\S{1,500}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}

/// <summary>A word that may name an asset.</summary>
/// <param name="Ids">The ids that it may be, as written and in capitals.</param>
/// <param name="Serial">The same as a serial number, in the form of <see cref="SearchText.Compact"/>.</param>
public sealed record AssetMention(IReadOnlyList<AssetId> Ids, string Serial)
{
    /// <summary>Serial numbers are longer: a shorter word would meet too much.</summary>
    private const int ShortestSerial = 4;

    /// <summary>What a word may be.</summary>
    public static AssetMention Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var serial = SearchText.Compact(word);
        var ids = new[] { word, word.ToUpperInvariant() }.Distinct()
            .Select(text => AssetId.TryParse(text, out var id) ? id : (AssetId?)null)
            .OfType<AssetId>();
        return new([.. ids], serial.Length >= ShortestSerial ? serial : "");
    }
}
