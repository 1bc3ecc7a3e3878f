using System.Net;
using System.Text.RegularExpressions;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Accounts;

/// <summary>« Connexion ».</summary>
[Collection<AccountsPortal>]
public sealed partial class SignInTests(DemoPortal portal)
{
    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task SigningIn_OpensTheHomePage_OrTheAddressThatWasAskedFor(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device));
        await visitor.GoToAsync("/dits?state=Planned");
        await visitor.SeesAsync("Connexion");
        await visitor.LooksGoodAsync("connexion");

        await visitor.SignInAsync("a.moreau", "pas le bon");
        await visitor.ReadsAsync("Identifiant ou mot de passe incorrect");
        await visitor.LooksGoodAsync("connexion-refusee");
        await visitor.SignInAsync("a.moreau");

        await visitor.SeesAsync("INTERVENTIONS");
        Assert.EndsWith("/dits?state=Planned", visitor.Page.Url, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AForgottenPassword_IsChosenAnew_ByTheLinkOfAMail(string device)
    {
        var (identifier, password) = device == Device.Phone.Name ? ("e.rousseau", "Un nouveau sésame 1") : ("f.barbier", "Un nouveau sésame 2");
        await using var visitor = await portal.VisitAsync(Device.Named(device));
        await visitor.GoToAsync("/sign-in");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Mot de passe oublié ?" }).ClickAsync();
        await visitor.SeesAsync("Mot de passe oublié");
        await visitor.Page.GetByLabel("Identifiant", new() { Exact = true }).FillAsync(identifier);
        await visitor.LooksGoodAsync("mot-de-passe-oublie");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Recevoir le lien" }).ClickAsync();
        await visitor.ReadsAsync("Si ce compte existe, un mail vient de partir.");

        var mail = await portal.MailAsync(identifier, "mot de passe", TestContext.Current.CancellationToken);
        await visitor.GoToAsync(LinkIn().Match(WebUtility.HtmlDecode(mail.Html!)).Value);
        await visitor.SeesAsync("Choisir un nouveau mot de passe");
        Assert.DoesNotContain('#', visitor.Page.Url);
        await visitor.Page.GetByLabel("Nouveau mot de passe", new() { Exact = true }).FillAsync("court");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer le mot de passe" }).ClickAsync();
        await visitor.ReadsAsync("Vérifiez les champs signalés.");
        await visitor.LooksGoodAsync("nouveau-mot-de-passe");
        await visitor.Page.GetByLabel("Nouveau mot de passe", new() { Exact = true }).FillAsync(password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer le mot de passe" }).ClickAsync();

        await visitor.SeesAsync("Connexion");
        await visitor.SignInAsync(identifier, password);
        await visitor.SeesAsync("Bonjour");
    }

    [Fact]
    public async Task WhatIsTypedBeforeTheSiteHasStarted_Stays_AndTheBrowserItselfSendsNothing()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop);
        var mayStart = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/static/*.js", async route =>
        {
            await mayStart.Task;
            await route.ContinueAsync();
        });
        await visitor.Page.GotoAsync("/sign-in?next=%2Fdits", new() { WaitUntil = WaitUntilState.Commit });
        await Expect(visitor.Page.GetByLabel("Identifiant", new() { Exact = true })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("a.moreau");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.TypeAsync(DemoPortal.Password);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Se connecter" })).ToBeDisabledAsync();

        mayStart.SetResult();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Se connecter" }).ClickAsync();
        await visitor.SeesAsync("INTERVENTIONS");
        Assert.DoesNotContain(visitor.Requests, request => request.Url.Contains("password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheSignInPage_IsSmall_AndAsksNoOtherOrigin()
    {
        await using var visitor = await portal.VisitAsync(Device.Phone);
        await visitor.GoToAsync("/sign-in");
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var address = portal.Client.BaseAddress!.AbsoluteUri;
        Assert.All(visitor.Requests, request => Assert.StartsWith(address, request.Url, StringComparison.Ordinal));
        var sizes = visitor.Requests.Select(request => (Kind: request.ResourceType, File: SiteFiles.CompressedSize(request.Url))).ToLookup(one => one.Kind, one => one.File);
        Assert.InRange(sizes["script"].Sum(), 1, 70 * 1024);
        Assert.InRange(sizes["stylesheet"].Sum(), 1, 15 * 1024);
    }

    [GeneratedRegex("/reset-password#[^\"]+")]
    private static partial Regex LinkIn();
}
