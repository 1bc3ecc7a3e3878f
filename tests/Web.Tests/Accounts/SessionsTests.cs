using Dfm.Web.Tests.Infrastructure;
using Dfm.Web.Tests.Users;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Accounts;

/// <summary>Where a person is signed in, and the password.</summary>
[Collection<AccountsPortal>]
public sealed class SessionsTests(DemoPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("desktop", "t.nguyen")]
    [InlineData("phone", "m.garnier")]
    public async Task AnotherDevice_IsSignedOut_AndSoAreAllOthers(string device, string identifier)
    {
        await using var lost = await portal.VisitAsync(Device.Phone, identifier);
        await using var stolen = await portal.VisitAsync(Device.Desktop, identifier);
        await using var third = await portal.VisitAsync(Device.Desktop, identifier);
        await using var visitor = await portal.VisitAsync(Device.Named(device), identifier, "/account");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Mes connexions" }).ClickAsync();
        await visitor.SeesAsync("Mes connexions");
        var others = visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { NameRegex = new("^Déconnecter (Chrome|Appareil)") });
        await Expect(others).ToHaveCountAsync(3);
        await Expect(visitor.Page.GetByText("Cet appareil")).ToHaveCountAsync(1);
        await visitor.LooksGoodAsync("connexions");

        await others.First.ClickAsync();
        await Expect(others).ToHaveCountAsync(2);
        await visitor.ClickAsync("Déconnecter tous les autres appareils");
        await visitor.ReadsAsync("Votre compte n’est ouvert sur aucun autre appareil.");
        await visitor.LooksGoodAsync("connexions-une");

        await stolen.Page.ReloadAsync();
        await stolen.SeesAsync("Connexion");
        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync("Mes connexions");
    }

    [Theory]
    [InlineData("desktop", "j.petit", "Une porte bien fermée")]
    [InlineData("phone", "s.lambert", "Un portail sans serrure")]
    public async Task ThePassword_IsChanged_AndOtherDevicesAreSignedOut(string device, string identifier, string password)
    {
        await using var other = await portal.VisitAsync(Device.Desktop, identifier);
        await using var visitor = await portal.VisitAsync(Device.Named(device), identifier, "/account");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Changer mon mot de passe" }).ClickAsync();
        await visitor.SeesAsync("Changer mon mot de passe");
        await FillAsync(visitor, DemoPortal.Password, "court");
        await visitor.ReadsAsync("12 caractères au moins.");
        await FillAsync(visitor, "pas le mien du tout", password);
        await visitor.ReadsAsync("Ce n'est pas votre mot de passe actuel.");
        await Expect(visitor.Page.GetByLabel("Mot de passe actuel")).ToBeFocusedAsync();
        await visitor.LooksGoodAsync("mot-de-passe");
        await FillAsync(visitor, DemoPortal.Password, password);

        await visitor.SeesAsync("Mon compte");
        await visitor.ReadsAsync("Votre mot de passe est changé.");
        await portal.MailAsync(identifier, "Votre mot de passe a été modifié", Stop);
        await other.Page.ReloadAsync();
        await other.SeesAsync("Connexion");
        await other.SignInAsync(identifier);
        await other.ReadsAsync("Identifiant ou mot de passe incorrect");
        await other.SignInAsync(identifier, password);
        await other.SeesAsync("Bonjour");
    }

    private static async Task FillAsync(Visitor visitor, string current, string next)
    {
        await visitor.Page.GetByLabel("Mot de passe actuel").FillAsync(current);
        await visitor.Page.GetByLabel("Nouveau mot de passe").FillAsync(next);
        await visitor.ValidateAsync();
    }
}
