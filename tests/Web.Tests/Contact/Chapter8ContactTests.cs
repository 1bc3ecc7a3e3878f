using Dfm.Testing;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Contact;

/// <summary>Chapter 8 of the manual: « Contacter les différents services ».</summary>
[Collection<ExchangesPortal>]
public sealed class Chapter8ContactTests(DemoPortal portal)
{
    private const string Address = "**/api/contact-requests";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AMessage_WithAPicture_ReachesItsService_AndACopyItsSender(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await visitor.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "CONTACTER" }).ClickAsync();
        await visitor.SeesAsync("CONTACTER");
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Sélectionnez un service.");
        await visitor.LooksGoodAsync("contacter-incomplet");

        await FillAsync(visitor, "Comptabilité", $"Relevé de compte, {device}");
        await visitor.Page.GetByLabel("Pièces jointes").SetInputFilesAsync(RepositoryRoot.PathOf("demo", "files", "ecran.png"));
        await visitor.ReadsAsync("ecran.png");
        await visitor.LooksGoodAsync("contacter");
        await visitor.ValidateAsync();

        await visitor.SeesAsync("Message n°");
        await visitor.ReadsAsync("Votre message a été transmis au service « Comptabilité ».");
        await visitor.LooksGoodAsync("contacter-envoye");
        await portal.MailAsync("comptabilite", $"Relevé de compte, {device}", Stop);
        await portal.MailAsync("a.moreau", $"Relevé de compte, {device}", Stop);

        await visitor.HasNoDraftAsync($"Relevé de compte, {device}");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Écrire un autre message" }).ClickAsync();
        await Expect(visitor.Page.GetByLabel("Objet")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task AnUtilisateur_DoesNotWriteToAccounting()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "j.petit", "/contact");
        var services = visitor.Page.GetByLabel("Service");
        await Expect(services).ToContainTextAsync("SAV - Service technique");
        await Expect(services).Not.ToContainTextAsync("Comptabilité");
    }

    [Fact]
    public async Task ADoubleClick_SendsOneMessage()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "m.garnier", "/contact");
        await FillAsync(visitor, "Service commercial", "Deux clics");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Valider", Exact = true }).First.DblClickAsync();

        await visitor.SeesAsync("Message n°");
        Assert.Single(visitor.Requests, IsMessage);
        await visitor.HasNoDraftAsync("Deux clics");
        await visitor.Page.GoBackAsync();
        await visitor.GoToAsync("/contact");
        await Expect(visitor.Page.GetByLabel("Objet")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task ANetworkThatFailsDuringTheUpload_LosesNothing()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "c.delorme", "/contact");
        await FillAsync(visitor, "SAV - Service technique", "Réseau perdu");
        await visitor.Page.GetByLabel("Pièces jointes").SetInputFilesAsync(RepositoryRoot.PathOf("demo", "files", "ecran.png"));
        await visitor.Page.RouteAsync(Address, route => route.AbortAsync("connectionreset"));

        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Le portail ne répond pas");
        await visitor.LooksGoodAsync("contacter-reseau-perdu");

        // Not even when the window closes: message and file are there again.
        await visitor.HasDraftAsync("Réseau perdu");
        await visitor.Page.UnrouteAsync(Address);
        await visitor.Page.ReloadAsync();
        await visitor.ReadsAsync("Votre saisie a été reprise là où vous l’aviez laissée.");
        await visitor.ReadsAsync("ecran.png");
        await visitor.ValidateAsync();
        await visitor.SeesAsync("Message n°");
        await visitor.ReadsAsync("ecran.png");
    }

    [Fact]
    public async Task AnAnswerThatIsLost_DoesNotDoubleTheMessage()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "s.lambert", "/contact");
        await FillAsync(visitor, "Service commercial", "Réponse perdue");
        var numbers = new List<string>();
        await visitor.Page.RouteAsync(Address, async route =>
        {
            var answer = await route.FetchAsync();
            numbers.Add((await answer.JsonAsync())!.Value.GetProperty("number").GetString()!);
            if (numbers.Count < 2) await route.AbortAsync("connectionreset");
            else await route.FulfillAsync(new() { Response = answer });
        });

        await visitor.ValidateAsync();

        await visitor.SeesAsync("Message n°");
        Assert.Equal(2, numbers.Count);
        Assert.Equal(numbers[0], numbers[1]);
    }

    private static async Task FillAsync(Visitor visitor, string service, string subject)
    {
        await visitor.Page.GetByLabel("Service").SelectOptionAsync(service);
        await visitor.Page.GetByLabel("Objet").FillAsync(subject);
        await visitor.Page.GetByLabel("Message").FillAsync("Bonjour,\nmerci de nous rappeler.");
    }

    private static bool IsMessage(IRequest request) =>
        request.Method == "POST" && request.Url.EndsWith("/api/contact-requests", StringComparison.Ordinal);
}
