using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Dits;

/// <summary>Chapters 3 and 4 of the manual: « Suivre les demandes en cours de traitement », « Annuler une demande d'intervention ».</summary>
[Collection<RequestsPortal>]
public sealed class Chapter3And4FollowAndCancelTests(DemoPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task TheMenuInterventions_ShowsTheState_AndItsChanges(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau", "/assets/B100301/dits/new");
        await visitor.FillDitAsync("Traces noires sur les copies.");
        await visitor.ValidateAsync();
        var number = await visitor.DitRaisedAsync();
        await portal.StaffAsync(
            $"dits/{number}", new { action = "Plan", plannedFor = DateTimeOffset.UtcNow.AddDays(2), technician = "Paul Durand" }, Stop);

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "INTERVENTIONS", Exact = true }).ClickAsync();
        await visitor.Page.GetByLabel("État de la demande").SelectOptionAsync("Planifiée");
        await Expect(visitor.Page.GetByRole(AriaRole.Row, new() { NameRegex = new(number) })).ToContainTextAsync("Planifiée");
        await visitor.LooksGoodAsync("interventions");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = number, Exact = true }).ClickAsync();
        await visitor.SeesAsync($"Demande n° {number}");
        await visitor.ReadsAsync("Visite prévue, par Paul Durand");
        await visitor.ReadsAsync("Cette demande ne peut plus être annulée");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Annuler la demande" })).ToHaveCountAsync(0);
        await visitor.LooksGoodAsync("demande-planifiee");

        await visitor.Page.GetByLabel("Votre message").FillAsync("Passez par l'entrée de service.");
        await visitor.ValidateAsync();
        await Expect(visitor.Page.GetByLabel("Votre message")).ToHaveValueAsync("");
        await Expect(visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Passez par l'entrée de service." })).ToBeVisibleAsync();
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task TheRedIcon_AsksForTheComment_AndCancels(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "m.garnier", "/assets/B100201/dits/new");
        await visitor.FillDitAsync("Bruit au démarrage.");
        await visitor.ValidateAsync();
        var number = await visitor.DitRaisedAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "INTERVENTIONS", Exact = true }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = number, Exact = true }).ClickAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Annuler la demande" }).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Commentaire d'annulation")).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Valider" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Renseignez ce champ.");
        await visitor.LooksGoodAsync("annuler");
        await dialog.GetByLabel("Commentaire d'annulation").FillAsync("Le bruit a cessé.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Valider" }).DblClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        await visitor.ReadsAsync("Demande annulée");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Annuler la demande" })).ToHaveCountAsync(0);
        await visitor.LooksGoodAsync("demande-annulee");
        var mail = await portal.MailAsync("m.garnier", $"{number} : annulation confirmée", Stop);
        Assert.Contains("Le bruit a cessé.", mail.Text, StringComparison.Ordinal);
    }
}
