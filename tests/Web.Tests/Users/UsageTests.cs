using Dfm.Testing;
using Dfm.Web.Tests.Dits;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Users;

/// <summary>The journal of use, which a Superviseur reads.</summary>
[Collection<UsersPortal>]
public sealed class UsageTests(DemoPortal portal)
{
    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task WhatSomebodyDid_StandsInTheJournal_AndLeadsToIt(string device)
    {
        await using var user = await portal.VisitAsync(Device.Named(device), "k.haddad", "/assets");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "Déclencher une intervention" }).First.ClickAsync();
        await user.FillDitAsync("Pour le journal.");
        await user.ValidateAsync();
        var number = await user.DitRaisedAsync();

        await using var supervisor = await portal.VisitAsync(Device.Named(device), "m.garnier");
        await supervisor.OpenFromAccountAsync("Journal d'utilisation");
        var line = supervisor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = number });
        // The line follows its command by the outbox.
        await Waiting.UntilNothing(
            async () =>
            {
                await supervisor.GoToAsync("/usage");
                await Expect(supervisor.Page.Locator(".skeleton")).ToHaveCountAsync(0);
                return await line.CountAsync() > 0 ? null : $"The journal has no line of {number}.";
            },
            TimeSpan.FromMilliseconds(500));
        await Expect(line).ToContainTextAsync("Intervention déclenchée");
        await Expect(line).ToContainTextAsync("Karim Haddad");
        await Expect(supervisor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Connexion" }).First).ToBeVisibleAsync();
        await supervisor.LooksGoodAsync("journal");

        await line.GetByRole(AriaRole.Link).ClickAsync();
        await supervisor.SeesAsync($"Demande n° {number}");
        await supervisor.Page.GoBackAsync();
        await supervisor.Page.GetByLabel("Mois").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await supervisor.ReadsAsync("Rien pour ce mois");
        await supervisor.LooksGoodAsync("journal-vide");
    }

    [Fact]
    public async Task AnUtilisateur_DoesNotReadIt()
    {
        await using var user = await portal.VisitAsync(Device.Desktop, "s.lambert", "/usage");
        await user.SeesAsync("Page introuvable");
    }
}
