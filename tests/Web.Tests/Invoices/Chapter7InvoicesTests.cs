using System.Text.RegularExpressions;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Invoices;

/// <summary>Chapter 7 of the manual: « Télécharger vos factures ».</summary>
[Collection<ExchangesPortal>]
public sealed partial class Chapter7InvoicesTests(DemoPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AnInvoice_OpensInATab_ByAClickOnIt(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await visitor.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "FACTURES" }).ClickAsync();
        await visitor.SeesAsync("FACTURES");
        await visitor.ReadsAsync("Avoir sur FA-2026-0036");
        await visitor.LooksGoodAsync("factures");

        var shown = new TaskCompletionSource<IResponse>();
        visitor.Context.Response += (_, response) =>
        {
            if (response.Url.EndsWith("/api/invoices/FA-2026-0535/pdf", StringComparison.Ordinal)) shown.TrySetResult(response);
        };
        await visitor.Page.RunAndWaitForPopupAsync(
            () => visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Visualiser FA-2026-0535" }).ClickAsync());
        var pdf = await shown.Task.WaitAsync(Stop);
        Assert.Equal(200, pdf.Status);
        Assert.DoesNotContain("authorization", pdf.Request.Headers.Keys);
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task Several_AreSavedAsOneZip(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau", "/invoices?year=2026");
        await visitor.Page.GetByLabel("Choisir FA-2026-0535").CheckAsync();
        await visitor.Page.GetByLabel("Choisir AV-2026-0009").CheckAsync();
        await visitor.ReadsAsync("2 factures choisies");
        await visitor.LooksGoodAsync("factures-choisies");

        var download = await visitor.Page.RunAndWaitForDownloadAsync(
            () => visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Télécharger (ZIP)" }).ClickAsync());
        Assert.EndsWith(".zip", download.SuggestedFilename, StringComparison.Ordinal);
        using var archive = new System.IO.Compression.ZipArchive(File.OpenRead(await download.PathAsync()));
        Assert.Equal(2, archive.Entries.Count);
        await visitor.SeesAsync("FACTURES");
    }

    [Fact]
    public async Task TheFilters_StandInTheAddress()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "a.moreau", "/invoices");
        var page = visitor.Page;
        await page.GetByLabel("Règlement").SelectOptionAsync("Payée");
        await page.GetByLabel("Année").SelectOptionAsync("2026");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("0320");

        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await visitor.ReadsAsync("FA-2026-0320");
        await Expect(page).ToHaveURLAsync(new Regex("payment=Paid&year=2026&search=0320"));
        await page.GetByRole(AriaRole.Searchbox).FillAsync("introuvable");
        await visitor.ReadsAsync("Aucune facture ne correspond");
        await visitor.LooksGoodAsync("factures-aucune");
        await page.GetByRole(AriaRole.Button, new() { Name = "Effacer les filtres" }).ClickAsync();
        await visitor.ReadsAsync("FA-2026-0535");
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AMail_LeadsToANewInvoice(string device)
    {
        await portal.PostInvoiceAsync("C1003", "S301", Stop);
        var mail = await portal.MailAsync("a.moreau", "Facture", Stop);
        var path = InvoiceAddress().Match(mail.Text ?? "").Value;

        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau", path);
        await visitor.SeesAsync(path["/invoices/".Length..]);
        await visitor.ReadsAsync("Visualiser la facture");
        await visitor.LooksGoodAsync("facture");
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task WhoMaySeeNoInvoices_IsToldSo(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "j.petit", "/invoices/FA-2026-0107");
        await visitor.ReadsAsync("Accès refusé");
        await visitor.LooksGoodAsync("factures-refusees");
        await Expect(visitor.Page.GetByRole(AriaRole.Navigation).GetByText("FACTURES")).ToHaveCountAsync(0);
    }

    [GeneratedRegex(@"/invoices/[\w-]+", RegexOptions.CultureInvariant)]
    private static partial Regex InvoiceAddress();
}
