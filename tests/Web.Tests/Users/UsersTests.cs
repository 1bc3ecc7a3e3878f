using Dfm.Testing;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Users;

/// <summary>The users of a customer, whom its Superviseur invites, changes and keeps out.</summary>
[Collection<UsersPortal>]
public sealed class UsersTests(DemoPortal portal)
{
    private const string Password = "Un sésame bien à moi";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AnInvitedPerson_SignsIn_AndSeesWhatWasOpened(string device)
    {
        var email = $"nadia-{device}@ghvf.example.org";
        await using var supervisor = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await supervisor.OpenFromAccountAsync("Utilisateurs");
        await supervisor.ReadsAsync("Thierry Nguyen");
        await supervisor.LooksGoodAsync("utilisateurs");
        await supervisor.Page.GetByRole(AriaRole.Link, new() { Name = "Inviter un utilisateur" }).ClickAsync();
        await supervisor.SeesAsync("Inviter un utilisateur");
        await supervisor.ValidateAsync();
        await supervisor.ReadsAsync("Choisissez au moins un site.");
        await Expect(supervisor.Page.GetByLabel("Nom", new() { Exact = true })).ToBeFocusedAsync();
        await supervisor.LooksGoodAsync("inviter-incomplet");

        await FillAsync(supervisor, $"Nadia {device}", email);
        await supervisor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Commandes" }).UncheckAsync();
        await supervisor.LooksGoodAsync("inviter");
        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "Valider", Exact = true }).First.DblClickAsync();

        await supervisor.SeesAsync("Utilisateurs");
        await supervisor.ReadsAsync($"L'invitation de Nadia {device} part par mail.");
        await Expect(RowOf(supervisor, $"Nadia {device}")).ToContainTextAsync("Invitation envoyée");
        var invitation = await portal.MailAsync(email, "Votre accès au portail clients", Stop);

        await using var invited = await portal.VisitAsync(Device.Named(device));
        await invited.FollowInvitationAsync(invitation, Password);
        await invited.SignInAsync(email, Password);
        await invited.SeesAsync($"Bonjour Nadia {device}");
        var menus = invited.Page.GetByRole(AriaRole.Navigation);
        await Expect(menus).ToContainTextAsync("INTERVENTIONS");
        await Expect(menus).Not.ToContainTextAsync("FACTURES");
        await Expect(invited.Page.GetByText("MON PANIER")).ToHaveCountAsync(0);
        await invited.GoToAsync("/users");
        await invited.SeesAsync("Page introuvable");

        await Waiting.UntilNothing(
            async () =>
            {
                await supervisor.OpenUserAsync($"Nadia {device}");
                return await supervisor.Page.Locator(".page-header .badge").InnerTextAsync() == "Actif" ? null : "The invitation was not followed.";
            },
            TimeSpan.FromMilliseconds(500));
        await supervisor.LooksGoodAsync("utilisateur");
    }

    [Fact]
    public async Task AnAddressThatTheCustomerKnows_IsRefused_AndNothingIsLost()
    {
        await using var supervisor = await portal.VisitAsync(Device.Desktop, "a.moreau", "/users/new");
        await FillAsync(supervisor, "Paul Deux", "deux@ghvf.example.org");
        await supervisor.ValidateAsync();
        await supervisor.SeesAsync("Utilisateurs");

        await supervisor.GoToAsync("/users/new");
        await FillAsync(supervisor, "Paul Encore", "deux@ghvf.example.org");
        await supervisor.ValidateAsync();

        await supervisor.ReadsAsync("Votre société a déjà un utilisateur avec cette adresse.");
        await Expect(supervisor.Page.GetByLabel("Nom", new() { Exact = true })).ToHaveValueAsync("Paul Encore");
        await supervisor.LooksGoodAsync("inviter-connu");
    }

    [Fact]
    public async Task AnInvitation_IsSentAgain_AndItsFirstLinkIsWorthNothing()
    {
        const string email = "encore@ghvf.example.org";
        await using var supervisor = await portal.VisitAsync(Device.Desktop, "a.moreau", "/users/new");
        await FillAsync(supervisor, "Rose Encore", email);
        await supervisor.ValidateAsync();
        await supervisor.SeesAsync("Utilisateurs");
        var first = await portal.MailAsync(email, "Votre accès au portail clients", Stop);

        await supervisor.OpenUserAsync("Rose Encore");
        await supervisor.LooksGoodAsync("utilisateur-invite");
        await supervisor.ClickAsync("Renvoyer l'invitation");
        await supervisor.ReadsAsync($"Une nouvelle invitation part à {email}.");
        var second = await portal.OtherMailAsync(email, "Votre accès au portail clients", first, Stop);

        await using var invited = await portal.VisitAsync(Device.Desktop);
        await invited.FollowInvitationAsync(second, Password);
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AnInvitation_IsWithdrawn_AndRestored(string device)
    {
        var email = $"retiree-{device}@ghvf.example.org";
        await using var supervisor = await portal.VisitAsync(Device.Named(device), "a.moreau", "/users/new");
        await FillAsync(supervisor, $"Alice {device}", email);
        await supervisor.ValidateAsync();
        await supervisor.SeesAsync("Utilisateurs");
        var invitation = await portal.MailAsync(email, "Votre accès au portail clients", Stop);

        await supervisor.OpenUserAsync($"Alice {device}");
        await supervisor.ClickAsync("Retirer l'invitation");
        await supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Retirer l'invitation" }).ClickAsync();
        await supervisor.ShowsStateAsync("Invitation retirée");
        await supervisor.LooksGoodAsync("utilisateur-retire");
        await supervisor.ClickAsync("Rétablir l'invitation");
        await supervisor.ShowsStateAsync("Invitation envoyée");

        await using var invited = await portal.VisitAsync(Device.Named(device));
        await invited.FollowInvitationAsync(invitation, Password);
        await invited.SignInAsync(email, Password);
        await invited.SeesAsync($"Bonjour Alice {device}");
    }

    [Fact]
    public async Task RightsThatAreTakenAway_EndWithTheNextRequest()
    {
        await using var user = await portal.VisitAsync(Device.Desktop, "t.nguyen", "/dits");
        await user.SeesAsync("INTERVENTIONS");
        await using var supervisor = await portal.VisitAsync(Device.Desktop, "a.moreau");
        await supervisor.OpenUserAsync("Thierry Nguyen");
        await supervisor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Interventions" }).UncheckAsync();
        await supervisor.Page.GetByLabel("Téléphone").FillAsync("06 00 00 00 01");
        await supervisor.ValidateAsync();
        await supervisor.ReadsAsync("Le compte de Thierry Nguyen est enregistré.");

        // Still on the screen, whose next request is refused; « Mon compte » shows what is left.
        await user.OpenFromAccountAsync("Mon compte");
        await Expect(user.Page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync("Suivre les interventions");
        await Expect(user.Page.GetByRole(AriaRole.Navigation).First).Not.ToContainTextAsync("INTERVENTIONS");
        await user.GoToAsync("/dits");
        await user.SeesAsync("Page introuvable");
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AnAccount_IsClosed_AndOpenedAgain(string device)
    {
        var (name, identifier) = device == Device.Phone.Name ? ("Élodie Rousseau", "e.rousseau") : ("François Barbier", "f.barbier");
        await using var supervisor = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await supervisor.OpenUserAsync(name);
        await supervisor.ClickAsync("Désactiver le compte");
        await supervisor.ReadsAsync("La personne est déconnectée partout et ne peut plus se connecter.");
        await supervisor.LooksGoodAsync("utilisateur-desactiver");
        await supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Désactiver le compte" }).ClickAsync();
        await supervisor.ShowsStateAsync("Désactivé");
        await supervisor.LooksGoodAsync("utilisateur-desactive");

        await using var user = await portal.VisitAsync(Device.Named(device));
        await user.GoToAsync("/sign-in");
        await user.SignInAsync(identifier);
        await user.ReadsAsync("Identifiant ou mot de passe incorrect");

        await supervisor.ClickAsync("Réactiver le compte");
        await supervisor.ShowsStateAsync("Actif");
        await user.SignInAsync(identifier);
        await user.SeesAsync($"Bonjour {name}");
    }

    [Fact]
    public async Task TheLastSuperviseur_Stays()
    {
        await using var supervisor = await portal.VisitAsync(Device.Desktop, "c.delorme");
        await supervisor.OpenUserAsync("Claire Delorme");
        await supervisor.ClickAsync("Désactiver le compte");
        await supervisor.ReadsAsync("C’est votre propre compte");
        await supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Désactiver le compte" }).ClickAsync();
        await supervisor.ReadsAsync("nommez-en d'abord un autre");
        await supervisor.LooksGoodAsync("utilisateur-dernier-superviseur");
        await supervisor.ClickAsync("Annuler");

        await supervisor.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Utilisateur") }).CheckAsync();
        await supervisor.Page.GetByRole(AriaRole.Group, new() { Name = "Sites" }).GetByRole(AriaRole.Checkbox).First.CheckAsync();
        await supervisor.ValidateAsync();
        await supervisor.ReadsAsync("nommez-en d'abord un autre");
        await supervisor.Page.ReloadAsync();
        await Expect(supervisor.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Superviseur") })).ToBeCheckedAsync();
    }

    [Fact]
    public async Task ByKeyboardAlone_APersonIsInvited()
    {
        await using var supervisor = await portal.VisitAsync(Device.Desktop, "m.garnier", "/users");
        var keys = supervisor.Page.Keyboard;
        await supervisor.ReadsAsync("Karim Haddad");
        await supervisor.TabToAsync("Inviter un utilisateur");
        await keys.PressAsync("Enter");
        await supervisor.SeesAsync("Inviter un utilisateur");
        await supervisor.TabToAsync("Nom");
        await keys.TypeAsync("Sarah Clavier");
        await supervisor.TabToAsync("Adresse mail");
        await keys.TypeAsync("clavier@meca-perche.example.com");
        await supervisor.TabToAsync("Entrepôt logistique");
        await keys.PressAsync("Space");
        await supervisor.TabToAsync("Factures");
        await keys.PressAsync("Space");
        await keys.PressAsync("Enter");

        await supervisor.SeesAsync("Utilisateurs");
        await Expect(RowOf(supervisor, "Sarah Clavier")).ToContainTextAsync("Factures");
    }

    [Fact]
    public async Task TheList_IsSearchedByNameAndState_InTheAddress()
    {
        await using var supervisor = await portal.VisitAsync(Device.Desktop, "m.garnier", "/users");
        await supervisor.Page.GetByRole(AriaRole.Searchbox).FillAsync("HADDAD");
        await supervisor.FindsAsync("1 résultat");
        await supervisor.Page.GetByLabel("État").SelectOptionAsync("Désactivé");
        await supervisor.ReadsAsync("Aucun utilisateur ne correspond");
        await supervisor.LooksGoodAsync("utilisateurs-aucun");
        await supervisor.Page.ReloadAsync();
        await supervisor.ReadsAsync("Aucun utilisateur ne correspond");
        await supervisor.ClickAsync("Effacer les filtres");
        await supervisor.ReadsAsync("Sophie Lambert");
    }

    private static async Task FillAsync(Visitor supervisor, string name, string email)
    {
        await supervisor.Page.GetByLabel("Nom", new() { Exact = true }).FillAsync(name);
        await supervisor.Page.GetByLabel("Adresse mail").FillAsync(email);
        await supervisor.Page.GetByRole(AriaRole.Group, new() { Name = "Sites" }).GetByRole(AriaRole.Checkbox).First.CheckAsync();
    }

    private static ILocator RowOf(Visitor supervisor, string name) => supervisor.Page.GetByRole(AriaRole.Row, new() { NameRegex = new(name) });
}
