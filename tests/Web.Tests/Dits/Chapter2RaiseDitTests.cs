using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Dits;

/// <summary>Chapter 2 of the manual: « Créer une demande d'intervention ».</summary>
[Collection<RequestsPortal>]
public sealed class Chapter2RaiseDitTests(DemoPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("desktop", "AA2J021009314")]
    [InlineData("phone", "AA2L021017756")]
    public async Task ARequest_WithAnAttachment_IsRaisedByTheGreenDiskette_AndConfirmedByMail(string device, string serialNumber)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "m.garnier", "/assets");
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync(serialNumber);
        await visitor.FindsAsync("1 résultat");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Déclencher une intervention" }).ClickAsync();
        await visitor.SeesAsync("Déclencher une intervention");
        await visitor.LooksGoodAsync("declencher");
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Vérifiez les champs signalés.");
        await Expect(visitor.Page.GetByLabel("Nature de l'intervention")).ToBeFocusedAsync();
        await visitor.LooksGoodAsync("declencher-incomplet");

        await visitor.Page.GetByLabel("Nature de l'intervention").SelectOptionAsync("Bourrage papier");
        await visitor.Page.GetByLabel("Code erreur").FillAsync("J-0512");
        await visitor.Page.GetByLabel("Détail de la demande").FillAsync("Bourrage à chaque copie recto verso.");
        await visitor.Page.GetByLabel("Urgent").CheckAsync();
        await visitor.Page.GetByLabel("Pièces jointes").SetInputFilesAsync([Files.Png("écran.png"), Files.Text("programme.exe")]);
        await visitor.ReadsAsync("programme.exe : ce type de fichier n’est pas accepté.");
        await visitor.LooksGoodAsync("declencher-rempli");
        await visitor.ValidateAsync();

        var number = await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("En attente de validation / A planifier");
        await visitor.ReadsAsync("écran.png");
        await visitor.LooksGoodAsync("demande");
        var mail = await portal.MailAsync("m.garnier", number, Stop);
        Assert.Contains("Bourrage papier", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByKeyboardAlone_ARequestIsRaised()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "m.garnier", "/assets/B100203");
        var keys = visitor.Page.Keyboard;

        await visitor.TabToAsync("Déclencher une intervention");
        await keys.PressAsync("Enter");
        await visitor.SeesAsync("Déclencher une intervention");
        await Expect(visitor.Page.GetByLabel("Nature de l'intervention")).ToContainTextAsync("Panne");
        await visitor.TabToAsync("Nature de l'intervention");
        await keys.PressAsync("p");
        await visitor.TabToAsync("Détail de la demande");
        await keys.TypeAsync("Voyant rouge depuis ce matin.");
        await visitor.TabToAsync("Standard");
        await keys.PressAsync("ArrowDown");
        await visitor.TabToAsync("Valider", backwards: true);
        await keys.PressAsync("Enter");

        await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("Panne / machine à l'arrêt");
        await visitor.ReadsAsync("Urgent");
    }
}
