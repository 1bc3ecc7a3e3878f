using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Accounts;

/// <summary>« Mon compte ».</summary>
[Collection<AccountsPortal>]
public sealed class AccountTests(DemoPortal portal)
{
    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task TheAccount_ShowsWhoSomebodyIs_AndSignsOut(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "k.haddad");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Mon compte" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Mon compte" }).ClickAsync();
        await visitor.SeesAsync("Mon compte");
        foreach (var text in new[] { "Karim Haddad", "Mécanique de précision du Perche", "Bureau d’études", "Saisir les relevés compteurs" })
            await Expect(visitor.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(text);
        await visitor.LooksGoodAsync("mon-compte");

        await visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Se déconnecter" }).ClickAsync();
        await visitor.SeesAsync("Connexion");
    }
}
