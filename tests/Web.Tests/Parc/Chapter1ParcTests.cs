using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Parc;

/// <summary>Chapter 1 of the manual: « Depuis le menu PARC, vous pouvez visualiser vos différents biens, la localisation et le numéro de contrat. »</summary>
[Collection<RequestsPortal>]
public sealed class Chapter1ParcTests(DemoPortal portal)
{
    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task TheMenuParc_ShowsTheAssets_TheirLocationAndContract(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "c.delorme");
        await visitor.SeesAsync("Bonjour Claire Delorme");
        await visitor.LooksGoodAsync("accueil");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "PARC", Exact = true }).ClickAsync();

        await visitor.SeesAsync("PARC");
        var row = visitor.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("3129RC10482") });
        await Expect(row).ToContainTextAsync("Rez-de-chaussée, accueil, derrière la banque");
        await Expect(row).ToContainTextAsync("CTR-2024-0117");
        await visitor.LooksGoodAsync("parc");
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task TypingASearch_FindsAssets_AndStandsInTheAddress(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "c.delorme", "/assets");

        await visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Rechercher un bien" }).FillAsync("kyocera");

        await visitor.FindsAsync("1 résultat");
        await Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"/assets\?search=kyocera$"));
        await visitor.Page.GetByLabel("Famille").SelectOptionAsync("Informatique");
        await visitor.ReadsAsync("Aucun bien ne correspond");
        await visitor.LooksGoodAsync("parc-vide");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Effacer les filtres" }).ClickAsync();
        await visitor.FindsAsync("14 résultats");
        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("");
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AnAsset_ShowsAllAboutItInTabs_AndWhatCanBeDone(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "c.delorme", "/assets?search=3129RC10482");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Multifonction couleur A3" }).ClickAsync();

        await visitor.SeesAsync("Multifonction couleur A3");
        foreach (var action in new[] { "Déclencher une intervention", "COMMANDER DES CONSOMMABLES", "SAISIR LES RELEVÉS COMPTEURS" })
            await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = action, Exact = true })).ToBeVisibleAsync();
        await visitor.LooksGoodAsync("bien");
        foreach (var tab in new[] { "Interventions", "Suivi des commandes", "Relevés" })
        {
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();
            await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = tab, Exact = true })).ToHaveAttributeAsync("aria-current", "page");
            await visitor.LooksGoodAsync($"bien-{tab.ToLowerInvariant().Replace(' ', '-')}");
        }

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Imprimer l'étiquette" }).ClickAsync();
        await visitor.SeesAsync("Étiquette : Multifonction couleur A3");
        await visitor.LooksGoodAsync("etiquette");
    }

    [Fact]
    public async Task ATitleThatComesLate_StillTakesTheFocus()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "c.delorme", "/assets?search=3129RC10482");
        var answer = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/api/assets/*", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });

        await visitor.TabToAsync("Multifonction couleur A3");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator(".skeleton")).ToBeVisibleAsync();
        answer.SetResult();

        await visitor.SeesAsync("Multifonction couleur A3");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task AnAssetOfAnotherCustomer_IsNoPage()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "c.delorme", "/assets/B100201");

        await visitor.SeesAsync("Page introuvable");
    }
}
