using CsCheck;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Parc;

public sealed class AssetSearchTests
{
    private static readonly Asset Printer = new(
        AssetId.Parse("B100102"),
        CustomerId.Parse("C1001"),
        SiteId.Parse("S101"),
        "Étude principale",
        AssetKind.Printing,
        "Ricoh",
        "IM C4510",
        "Multifonction couleur A3",
        "3149-RC20931",
        "1er étage, salle des actes, côté cœur",
        "CTR-2024-0117",
        HasCounters: true);

    /// <summary>Texts as people and data have them, and worse ones: any UTF-16 units, lone surrogates too.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["aàâbéèêëEÉçœŒæßø0123456789 -_/.,'’°²ﬁ~"]],
        Gen.String[Gen.Char['\ud7f0', '\ue010']]);

    [Theory]
    [InlineData("3149RC20931")]
    [InlineData("3149-rc20931")]
    [InlineData("3149")]
    [InlineData("0931")]
    [InlineData("c20931")]
    [InlineData("CTR-2024-0117")]
    [InlineData("ctr20240117")]
    [InlineData("0117")]
    [InlineData("multifonction")]
    [InlineData("MULTI")]
    [InlineData("ricoh c4510")]
    [InlineData("salle étage")]
    [InlineData("SALLE ETAGE")]
    [InlineData("cote coeur")]
    [InlineData("  ricoh ;; salle  ")]
    public void Asset_IsFoundBy(string search) => Assert.True(AssetSearch.Parse(search)!.Matches(AssetWords.Of(Printer)));

    [Theory]
    [InlineData("931", "three digits are no end of a serial number")]
    [InlineData("onction", "the middle of a word")]
    [InlineData("ricoh salles", "one of the words fails")]
    [InlineData("Étude", "the site's name is a filter, not a search word")]
    public void Asset_IsNotFoundBy(string search, string why) =>
        Assert.False(AssetSearch.Parse(search)!.Matches(AssetWords.Of(Printer)), why);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("!? -")]
    public void Search_WithoutAnyWord_IsNone(string? search) => Assert.Null(AssetSearch.Parse(search));

    [Fact]
    public void LeadingWord_IsTheOneThatFindsFewest() =>
        Assert.Equal("0931", AssetSearch.Parse("multifonction couleur 0931")!.LeadingWord);

    [Fact]
    public void Words_AreShortAndMadeOfLettersAndDigitsAlone() => AnyText.Sample(text =>
        SearchText.Words(text).Append(SearchText.Compact(text) is { Length: > 0 } compact ? compact : "x").All(word =>
            word.Length is > 0 and <= SearchText.MaxWordLength && word.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))));

    [Fact]
    public void Words_OfTheWords_AreTheSame() => AnyText.Sample(text =>
    {
        var words = SearchText.Words(text).ToList();
        return SearchText.Words(string.Join(' ', words)).SequenceEqual(words);
    });

    [Fact]
    public void EveryBeginningOfEveryWord_AndEveryLongEndOfTheSerialNumber_FindTheAsset() =>
        Gen.Select(AnyText, AnyText, AnyText).Sample((serial, designation, location) =>
        {
            var words = AssetWords.Of(Printer with { SerialNumber = serial, Designation = designation, Location = location });
            var beginnings = words.Words.SelectMany(word => Enumerable.Range(1, word.Length).Select(length => word[..length]));
            var ends = Enumerable.Range(0, words.Serial.Length).Select(start => words.Serial[start..]).Where(end => end.Length >= 4);
            return words.Words.Count <= AssetWords.MaxWords
                && words.Words.SequenceEqual(words.Words.Distinct().Order(StringComparer.Ordinal))
                && beginnings.Concat(ends).All(part => AssetSearch.Parse(part)!.Matches(words));
        });

    [Fact]
    public void WordsOfTheSerialNumberAndContract_AreKeptBeforeThoseOfTheLocation()
    {
        var words = AssetWords.Of(Printer with { Location = string.Join(' ', Enumerable.Range(0, 60).Select(n => $"bureau{n}")) });
        Assert.Equal(AssetWords.MaxWords, words.Words.Count);
        Assert.All(["3149rc20931", "ctr20240117", "ricoh", "c4510", "couleur"], word => Assert.Contains(word, words.Words));
    }

    [Theory]
    [InlineData(AssetKind.Printing, true, "raise-dit, order-consumables, enter-meter-reading")]
    [InlineData(AssetKind.Printing, false, "raise-dit, order-consumables")]
    [InlineData(AssetKind.It, false, "raise-dit")]
    [InlineData(AssetKind.Telecom, true, "raise-dit")]
    public void Actions_FollowTheKindAndTheCounters(AssetKind kind, bool hasCounters, string actions) =>
        Assert.Equal(actions, string.Join(", ", AssetAction.Of(Printer with { Kind = kind, HasCounters = hasCounters })));
}
