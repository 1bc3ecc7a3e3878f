using System.Net;
using System.Text.RegularExpressions;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Users;

/// <summary>What a Superviseur does with users, and what they do with their invitation.</summary>
internal static partial class UserVisitor
{
    /// <summary>Opens what the menu of the account leads to.</summary>
    public static async Task OpenFromAccountAsync(this Visitor visitor, string link)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Mon compte" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
        await visitor.SeesAsync(link);
    }

    /// <summary>Presses a button of the screen, or of the dialog before it.</summary>
    public static Task ClickAsync(this Visitor visitor, string button) =>
        visitor.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Opens the page of a user from the list.</summary>
    public static async Task OpenUserAsync(this Visitor visitor, string name)
    {
        await visitor.GoToAsync("/users");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await visitor.SeesAsync(name);
    }

    /// <summary>Waits until the page of a user shows a state.</summary>
    public static Task ShowsStateAsync(this Visitor visitor, string state) =>
        Expect(visitor.Page.Locator(".page-header .badge")).ToHaveTextAsync(state);

    /// <summary>Opens the link of an invitation, and chooses a password.</summary>
    public static async Task FollowInvitationAsync(this Visitor visitor, DemoPortal.Mail invitation, string password)
    {
        await visitor.GoToAsync(LinkIn().Match(WebUtility.HtmlDecode(invitation.Html!)).Value);
        await visitor.SeesAsync("Bienvenue : choisissez votre mot de passe");
        await visitor.Page.GetByLabel("Nouveau mot de passe", new() { Exact = true }).FillAsync(password);
        await visitor.ClickAsync("Enregistrer le mot de passe");
        await visitor.SeesAsync("Connexion");
    }

    [GeneratedRegex("/invitation#[^\"]+")]
    private static partial Regex LinkIn();
}
