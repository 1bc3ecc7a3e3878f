using Dfm.Web.Tests.Infrastructure;
using Dfm.Web.Tests.Orders;
using Dfm.Web.Tests.Users;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Approvals;

/// <summary>The carts that a *Superviseur* approves.</summary>
[Collection<OrdersPortal>]
public sealed class ApprovalTests(DemoPortal portal)
{
    // At the site of Élodie Rousseau.
    private const string Reception = "B100314";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task ACart_WaitsForTheSuperviseur_WhoApprovesOneAndRefusesAnother(string device)
    {
        await using var supervisor = await portal.VisitAsync(Device.Named(device), "a.moreau", "/approvals");
        await RequireAsync(supervisor, true);
        await using var user = await portal.VisitAsync(Device.Named(device), "e.rousseau");

        var approved = await SubmitAsync(user);
        await user.LooksGoodAsync("panier-soumis");
        await portal.MailAsync("a.moreau", $"Demande de validation n° {approved} : panier de Élodie Rousseau", Cancelled);
        await supervisor.GoToAsync("/approvals?state=Pending");
        await supervisor.LooksGoodAsync("demandes");
        await supervisor.Page.GetByRole(AriaRole.Link, new() { Name = approved }).ClickAsync();
        await supervisor.SeesAsync($"Demande de validation n° {approved}");
        await supervisor.LooksGoodAsync("demande");
        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "Valider la demande" }).DblClickAsync();
        await supervisor.ReadsAsync("Validée par Anne Moreau.");
        await supervisor.LooksGoodAsync("demande-validee");
        var order = await supervisor.Page.GetByRole(AriaRole.Definition).GetByRole(AriaRole.Link).InnerTextAsync();
        await portal.MailAsync("e.rousseau", $"Commande n° {order} : commande enregistrée", Cancelled);

        var refused = await SubmitAsync(user);
        await supervisor.GoToAsync($"/approvals/{refused}");
        await supervisor.PressAsync("Refuser");
        await supervisor.ValidateAsync();
        await supervisor.ReadsAsync("Renseignez ce champ.");
        await supervisor.Page.GetByLabel("Motif du refus").FillAsync("Déjà en stock à l'accueil.");
        await supervisor.LooksGoodAsync("demande-refuser");
        await supervisor.ValidateAsync();
        await supervisor.ReadsAsync("Refusée par Anne Moreau.");
        var mail = await portal.MailAsync("e.rousseau", $"Demande de validation n° {refused} : panier refusé", Cancelled);
        Assert.Contains("Déjà en stock à l'accueil.", mail.Text, StringComparison.Ordinal);

        await user.GoToAsync($"/approvals/{refused}");
        await user.ReadsAsync("Déjà en stock à l'accueil.");
        Assert.Equal(0, await user.Page.GetByRole(AriaRole.Button, new() { Name = "Refuser" }).CountAsync());
        await user.LooksGoodAsync("demande-refusee");
        await user.OpenCartAsync();
        await Expect(user.Quantity("Toner noir")).ToHaveValueAsync("1");
        await user.PressAsync("Retirer Multifonction");
        await user.ReadsAsync("Votre panier est vide");
        await supervisor.GoToAsync("/approvals");
        await RequireAsync(supervisor, false);
    }

    private static async Task RequireAsync(Visitor supervisor, bool isRequired)
    {
        var setting = supervisor.Page.GetByRole(AriaRole.Switch);
        await setting.WaitForAsync();
        if (await setting.IsCheckedAsync() == isRequired) return;
        await setting.ClickAsync();
        await Expect(setting).ToBeCheckedAsync(new() { Checked = isRequired });
        await supervisor.LooksGoodAsync("demandes-aucune");
        // Without reading the site anew.
        await supervisor.OpenFromAccountAsync("Mon compte");
        await Expect(supervisor.Page.GetByText("Commandes soumises à approbation").Locator("..")).ToContainTextAsync(isRequired ? "Oui" : "Non");
    }

    private static async Task<string> SubmitAsync(Visitor user)
    {
        await user.PutIntoCartAsync(Reception, 1);
        await user.OpenCartAsync();
        await user.ReadsAsync("Une fois validé, votre panier sera soumis à un Superviseur de votre société.");
        await user.PressAsync("VALIDER LE PANIER");
        await user.SeesAsync("Panier soumis à validation");
        var link = await user.Page.GetByRole(AriaRole.Link, new() { Name = "Suivre la demande" }).GetAttributeAsync("href");
        return link!.Split('/')[^1];
    }
}
