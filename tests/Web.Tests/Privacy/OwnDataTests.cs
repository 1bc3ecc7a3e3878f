using System.IO.Compression;
using Dfm.Web.Tests.Infrastructure;
using Dfm.Web.Tests.Users;
using Microsoft.Playwright;

namespace Dfm.Web.Tests.Privacy;

/// <summary>What the portal keeps about a person: a copy, and the request to erase it.</summary>
[Collection<AccountsPortal>]
public sealed class OwnDataTests(DemoPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task APerson_DownloadsTheOwnData(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "k.haddad", "/account");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Mes données personnelles" }).ClickAsync();
        await visitor.SeesAsync("Mes données personnelles");
        await visitor.LooksGoodAsync("donnees-personnelles");

        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.ClickAsync("Télécharger mes données"));

        using var archive = await ZipFile.OpenReadAsync(await download.PathAsync(), Stop);
        using var profile = new StreamReader(await archive.GetEntry("profil.json")!.OpenAsync(Stop));
        Assert.Contains("Karim Haddad", await profile.ReadToEndAsync(Stop), StringComparison.Ordinal);
        await visitor.ReadsAsync("Vos données sont téléchargées.");
    }

    [Theory]
    [InlineData("desktop", "k.haddad")]
    [InlineData("phone", "c.delorme")]
    public async Task TheRequestForErasure_IsAskedTwice_AndConfirmedByMail(string device, string identifier)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), identifier, "/account/data");
        await visitor.ClickAsync("Demander l’effacement de mes données");
        await visitor.LooksGoodAsync("effacement");
        await visitor.ClickAsync("Annuler");
        await visitor.ClickAsync("Demander l’effacement de mes données");
        await visitor.ClickAsync("Envoyer la demande");

        await visitor.ReadsAsync("Votre demande est envoyée.");
        await portal.MailAsync(identifier, "Votre demande d'effacement a été reçue", Stop);
        await visitor.GoToAsync("/");
        await visitor.SeesAsync("Bonjour");
    }
}
