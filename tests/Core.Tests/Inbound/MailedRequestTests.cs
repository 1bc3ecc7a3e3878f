using CsCheck;
using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Inbound;

public sealed class MailedRequestTests
{
    private static readonly Nature[] Natures =
    [
        new("panne", "Panne / machine à l'arrêt", [AssetKind.Printing], 1),
        new("bourrage", "Bourrage papier", [AssetKind.Printing], 2),
        new("reseau", "Connexion réseau", [AssetKind.Printing, AssetKind.It], 3),
        new("autre", "Autre demande", [AssetKind.Printing, AssetKind.It], 4),
    ];

    [Theory]
    [InlineData("Le copieur est en panne", AssetKind.Printing, "panne")]
    [InlineData("bourrage à chaque copie", AssetKind.Printing, "bourrage")]
    [InlineData("plus de RESEAU", AssetKind.It, "reseau")]
    [InlineData("en panne", AssetKind.It, "autre")]
    [InlineData("bonjour", AssetKind.Printing, "autre")]
    public void TheNature_IsTheOneWhoseWordsAreThere(string text, AssetKind kind, string nature) =>
        Assert.Equal(nature, MailedRequest.NatureOf(text, kind, Natures)?.Code);

    [Theory]
    [InlineData("URGENT : panne", Urgency.Urgent)]
    [InlineData("Copieur bloqué", Urgency.Blocking)]
    [InlineData("Urgent et bloquant", Urgency.Blocking)]
    [InlineData("Resurgent", Urgency.Standard)]
    [InlineData("", Urgency.Standard)]
    public void TheUrgency_IsTheSubjects_StandardOtherwise(string subject, Urgency urgency) => Assert.Equal(urgency, MailedRequest.UrgencyOf(subject));

    [Fact]
    public void AnyMail_MakesAFormThatIsAccepted() => Gen.Select(Gen.String, Gen.String).Sample((subject, text) =>
    {
        var mail = InboundMail.Unreadable with { Subject = MailSubject.Of(subject), Text = MailText.Of(text + text + text) };
        return DitRequest.Parse(MailedRequest.FormOf(mail, AssetKind.Printing, Natures), AssetKind.Printing, Natures).IsSuccess;
    });

    [Theory]
    [InlineData("RE: TR : Fwd: Panne", "Panne")]
    [InlineData("Réparation", "Réparation")]
    [InlineData(null, "")]
    public void ASubject_HasNoMarks(string? header, string subject) => Assert.Equal(subject, MailSubject.Of(header));
}
