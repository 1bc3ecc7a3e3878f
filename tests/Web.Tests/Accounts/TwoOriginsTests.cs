using Dfm.Web.Tests.Dits;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Dfm.Web.Tests.Accounts;

/// <summary>The site on one origin and the API on another, as in Azure: what browsers then ask for, and refuse.</summary>
public sealed class TwoOriginsTests(TwoOrigins portal) : IClassFixture<TwoOrigins>
{
    [Fact]
    public async Task ADayAtThePortal_GoesAsOnOneOrigin()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop);
        await visitor.GoToAsync("/assets/B100201/dits/new");
        await visitor.SignInAsync("m.garnier");
        await visitor.SeesAsync("Déclencher une intervention");

        // By the cookie of the other origin.
        await visitor.Page.ReloadAsync();
        await visitor.FillDitAsync("Bruit au démarrage.");
        await visitor.Page.GetByLabel("Pièces jointes").SetInputFilesAsync([Files.Png("écran.png")]);
        await visitor.ValidateAsync();
        var number = await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("écran.png");

        // By the ETag of the DIT, a header that has to be allowed.
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Annuler la demande" }).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Commentaire d'annulation").FillAsync("Le bruit a cessé.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Valider" }).ClickAsync();
        await visitor.ReadsAsync("Demande annulée");
        await portal.MailAsync("m.garnier", $"{number} : annulation confirmée", TestContext.Current.CancellationToken);

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "FACTURES", Exact = true }).ClickAsync();
        await visitor.SeesAsync("FACTURES");
        var boxes = visitor.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Choisir ") });
        await boxes.Nth(0).CheckAsync();
        await boxes.Nth(1).CheckAsync();
        var archive = await visitor.Page.RunAndWaitForDownloadAsync(
            () => visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Télécharger (ZIP)" }).ClickAsync());
        Assert.EndsWith(".zip", archive.SuggestedFilename, StringComparison.Ordinal);
        Assert.Null(await archive.FailureAsync());

        var shown = new TaskCompletionSource<IResponse>();
        visitor.Context.Response += (_, response) =>
        {
            if (response.Url.EndsWith("/pdf", StringComparison.Ordinal)) shown.TrySetResult(response);
        };
        await visitor.Page.RunAndWaitForPopupAsync(
            () => visitor.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Visualiser ") }).First.ClickAsync());
        var pdf = await shown.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((200, portal.Client.BaseAddress!.Authority), (pdf.Status, new Uri(pdf.Url).Authority));

        await visitor.LooksGoodAsync("factures-deux-origines");
    }
}
