using CsCheck;
using Dfm.Core.Inbound;

namespace Dfm.Core.Tests.Inbound;

public sealed class AssetMentionsTests
{
    [Theory]
    [InlineData("Le 3129RC10482 est en panne", "3129rc10482")]
    [InlineData("n° de série : 3129 RC10482.", "3129rc10482")]
    [InlineData("N° série: KY45F-0081273", "ky45f0081273")]
    [InlineData("S/N E80731C4J210446", "e80731c4j210446")]
    [InlineData("SN: E80731C4J210446", "e80731c4j210446")]
    public void ASerialNumber_IsFound(string text, string serial) =>
        Assert.Contains(serial, AssetMentions.In(text).Words.Select(word => word.Serial));

    [Theory]
    [InlineData("le bien B100301 fume", "B100301")]
    [InlineData("le bien b100301 fume", "B100301")]
    [InlineData("n° de parc p3", "p3")]
    [InlineData("https://portail.example.com/assets/B100301/dits/new", "B100301")]
    [InlineData("voir <http://x/assets/B-1_2>.", "B-1_2")]
    public void ANumberOfTheParc_IsFound(string text, string id) =>
        Assert.Contains(id, AssetMentions.In(text).Words.SelectMany(word => word.Ids).Select(one => one.Value));

    [Fact]
    public void ALabel_CountsMostOfAll() => Assert.Equal(
        "B1", AssetMentions.In("A22 B33", "série C44", "http://x/assets/B1/dits/new").Words[0].Ids[0].Value);

    [Theory]
    [InlineData("Bonjour, merci de passer voir l'imprimante.")]
    [InlineData("paul.durand2@example.com")]
    [InlineData("https://example.com/page123?x=ABC4567")]
    public void OtherWords_NameNothing(string text) => Assert.Empty(AssetMentions.In(text).Words);

    [Fact]
    public void AnyText_NamesAFewWordsAtMost() => Gen.String.Sample(text =>
    {
        var words = AssetMentions.In(text, text + text).Words;
        return words.Count <= AssetMentions.Most && words.All(word => word.Ids.Count + word.Serial.Length > 0);
    });
}
