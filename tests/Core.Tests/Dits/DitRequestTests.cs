using Dfm.Core.Dits;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Dits;

public class DitRequestTests
{
    private static readonly Nature[] Natures = [new("PANNE", "Panne", [AssetKind.Printing], 1), new("MESSAGERIE", "Messagerie", [AssetKind.It], 2)];
    private static readonly DitForm Valid = new("PANNE", "SC542", "Ne s'allume plus.", "urgent", "Paul", "01 99 00 12 34", "REF-7");

    [Fact]
    public void AValidForm_IsARequest_TrimmedAndWithTheNaturesLabel()
    {
        var request = Parse(Valid with { Description = "  Ne s'allume\r\nplus.  ", ErrorCode = " " }).Value;

        Assert.Equal(("Panne", "Ne s'allume\nplus.", null, Urgency.Urgent), (request.Nature, request.Description, request.ErrorCode, request.Urgency));
    }

    [Fact]
    public void AnEmptyForm_TellsEveryMandatoryFieldAtOnce() => Assert.Equal(
        ["description", "nature", "urgency"],
        Parse(new DitForm(null, null, " ", "", null, null, null)).Problem!.Errors!.Keys.Order());

    [Theory]
    [InlineData("INCONNUE")]
    [InlineData("MESSAGERIE")]
    public void ANature_UnknownForTheAsset_HasItsOwnCode(string nature) =>
        Assert.Equal("unknown-nature", Parse(Valid with { Nature = nature }).Problem?.Code);

    [Theory]
    [InlineData("0")]
    [InlineData("pressant")]
    [InlineData("Urgent,Blocking")]
    public void AnUrgency_ThatIsNone_IsRefused(string urgency) =>
        Assert.Contains("urgency", Parse(Valid with { Urgency = urgency }).Problem!.Errors!.Keys);

    [Theory]
    [InlineData("appelez-moi")]
    [InlineData("12")]
    [InlineData("01 99 00 12 34 01 99 00 12 34 01 99 00 12 34")]
    public void APhone_ThatIsNone_IsRefused(string phone) =>
        Assert.Contains("contactPhone", Parse(Valid with { ContactPhone = phone }).Problem!.Errors!.Keys);

    [Fact]
    public void EveryField_ButTheDescription_IsOneLine()
    {
        var request = Parse(new(
            "PANNE\u00A0", "SC\r\n542", "Bourrage\r\nà\u00A0chaque copie", "urgent\t", "Paul\nVous êtes remboursé", "01\u00A099\r\n00", "REF\t7")).Value;

        Assert.Equal(
            new DitRequest(
                "PANNE", "Panne", "SC 542", "Bourrage\nà chaque copie", Urgency.Urgent, "Paul Vous êtes remboursé", "01 99 00", "REF 7"),
            request);
    }

    [Fact]
    public void ADescription_PastItsLength_OrWithControlCharacters_IsRefused()
    {
        Assert.True(Parse(Valid with { Description = new string('x', DitRequest.MaxDescription) }).IsSuccess);
        Assert.Contains("description", Parse(Valid with { Description = new string('x', DitRequest.MaxDescription + 1) }).Problem!.Errors!.Keys);
        Assert.Contains("description", Parse(Valid with { Description = "a\0b" }).Problem!.Errors!.Keys);
        Assert.True(Parse(Valid with { Description = "Ça fume 🔥 !" }).IsSuccess);
    }

    private static Result<DitRequest> Parse(DitForm form) => DitRequest.Parse(form, AssetKind.Printing, Natures);
}
