using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Dits;

/// <summary>What goes wrong while a DIT is raised loses nothing and doubles nothing.</summary>
[Collection<RequestsPortal>]
public sealed class RaiseDitMishapsTests(DemoPortal portal)
{
    [Fact]
    public async Task ADoubleClickOnTheDiskette_RaisesOneRequest_AndTheBackButtonRaisesNoOther()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "t.nguyen");
        var before = await NumbersAsync(visitor);
        await visitor.GoToAsync("/assets");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Déclencher une intervention" }).First.ClickAsync();
        await visitor.FillDitAsync("Double clic.");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Valider", Exact = true }).DblClickAsync();
        var number = await visitor.DitRaisedAsync();
        await visitor.Page.GoBackAsync();
        await visitor.SeesAsync("PARC");

        Assert.Equal([number, .. before], await NumbersAsync(visitor));
    }

    [Fact]
    public async Task ANetworkThatIsLostBehindTheRequest_IsTold_AndValidatingAgainFindsWhatWasRaised()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "e.rousseau");
        var before = await NumbersAsync(visitor);
        await visitor.GoToAsync("/assets");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Déclencher une intervention" }).First.ClickAsync();
        await visitor.FillDitAsync("Réseau coupé.");
        await visitor.Page.GetByLabel("Pièces jointes").SetInputFilesAsync(Files.Png("panneau.png"));
        // The portal raises it, and its answer is lost each time.
        await visitor.Context.RouteAsync("**/api/assets/*/dits", async route =>
        {
            if (route.Request.Method == "POST") await route.FetchAsync();
            await route.AbortAsync();
        });

        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Le portail ne répond pas");
        await visitor.LooksGoodAsync("declencher-sans-reseau");
        await visitor.Page.ReloadAsync();
        await visitor.ReadsAsync("Votre saisie a été reprise là où vous l’aviez laissée.");
        await visitor.ReadsAsync("panneau.png");
        await Expect(visitor.Page.GetByLabel("Détail de la demande")).ToHaveValueAsync("Réseau coupé.");
        await visitor.Context.UnrouteAsync("**/api/assets/*/dits");
        await visitor.ValidateAsync();

        var number = await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("panneau.png");
        Assert.Equal([number, .. before], await NumbersAsync(visitor));
    }

    [Fact]
    public async Task ASessionThatEndsWhileTheFormIsFilledIn_AsksForThePassword_AndGoesOn()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "f.barbier");
        var before = await NumbersAsync(visitor);
        await visitor.GoToAsync("/assets");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Déclencher une intervention" }).First.ClickAsync();
        await visitor.FillDitAsync("Session expirée.");
        // As a night later: the token is refused, and the cookie is gone.
        await visitor.Context.ClearCookiesAsync();
        var refused = 0;
        await visitor.Context.RouteAsync("**/api/assets/*/dits", route =>
            Interlocked.Increment(ref refused) == 1 ? route.FulfillAsync(new() { Status = 401 }) : route.ContinueAsync());

        await visitor.ValidateAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Votre session a expiré" });
        await Expect(dialog).ToBeVisibleAsync();
        await visitor.LooksGoodAsync("session-expiree");
        await visitor.SignInAsync("f.barbier");

        var number = await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("Session expirée.");
        Assert.Equal([number, .. before], await NumbersAsync(visitor));
    }

    [Fact]
    public async Task ADraft_IsKeptForItsAsset_UntilItIsDropped()
    {
        await using var visitor = await portal.VisitAsync(Device.Phone, "k.haddad", "/assets");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Déclencher une intervention" }).First.ClickAsync();
        await visitor.FillDitAsync("À finir plus tard.");
        // Left at once: the last letters are kept all the same.
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "INTERVENTIONS", Exact = true }).ClickAsync();
        await visitor.SeesAsync("INTERVENTIONS");

        await visitor.HasDraftAsync("À finir plus tard.");
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Page.GetByLabel("Détail de la demande")).ToHaveValueAsync("À finir plus tard.");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Effacer et recommencer" }).ClickAsync();
        await Expect(visitor.Page.GetByLabel("Détail de la demande")).ToHaveValueAsync("");
        await visitor.HasNoDraftAsync("À finir plus tard.");
        await visitor.Page.ReloadAsync();

        await visitor.SeesAsync("Déclencher une intervention");
        await visitor.HasNoDraftAsync("À finir plus tard.");
        await Expect(visitor.Page.GetByLabel("Détail de la demande")).ToHaveValueAsync("");
    }

    private static async Task<IReadOnlyList<string>> NumbersAsync(Visitor visitor)
    {
        await visitor.GoToAsync("/dits");
        await Expect(visitor.Page.Locator(".skeleton")).ToHaveCountAsync(0);
        return await visitor.Page.GetByRole(AriaRole.Rowheader).AllInnerTextsAsync();
    }
}
