using System.Globalization;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Meters;

/// <summary>Chapter 6 of the manual: « Saisir les relevés compteurs ».</summary>
[Collection<ExchangesPortal>]
public sealed class Chapter6MeterReadingsTests(DemoPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("desktop", "a.moreau")]
    [InlineData("phone", "c.delorme")]
    public async Task Readings_AreCheckedWhileTyping_ConfirmedByLine_AndConfirmedByMail(string device, string identifier)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), identifier, "/meters");
        await visitor.SeesAsync("Saisir les relevés compteurs");
        await visitor.LooksGoodAsync("releves");

        // Below the previous value: said at once, beside the field.
        await visitor.Line(0).TypeAsync(-1);
        await Expect(visitor.Line(0)).ToContainTextAsync("Inférieur au relevé précédent");
        await visitor.Line(0).TypeAsync(150);
        await Expect(visitor.Line(0)).ToContainTextAsync("Prêt");
        // Far beyond what the asset prints: the portal says so before anything is sent.
        await visitor.Line(1).TypeAsync(50_000);
        await visitor.Line(1).Black().PressAsync("Tab");
        await visitor.Line(2).Black().FocusAsync();
        await Expect(visitor.Line(1)).ToContainTextAsync("bien au-delà du volume habituel");
        await visitor.Line(2).Black().FillAsync("beaucoup");
        await visitor.LooksGoodAsync("releves-verifies");

        await visitor.ValidateAsync();
        await visitor.ReadsAsync("1 relevé enregistré. Un mail de confirmation vous est adressé.");
        await Expect(visitor.Line(0)).ToContainTextAsync("Enregistré");
        await Expect(visitor.Line(1)).ToContainTextAsync("À confirmer");
        await Expect(visitor.Line(2)).ToContainTextAsync("À corriger");
        await visitor.LooksGoodAsync("releves-envoyes");

        await visitor.Line(2).Black().FillAsync("");
        await visitor.Line(1).GetByLabel("C’est exact, je confirme ce relevé").CheckAsync();
        await visitor.ValidateAsync();
        await Expect(visitor.Line(1)).ToContainTextAsync("Enregistré");
        var mail = await portal.MailAsync(identifier, "Relevés compteurs", Stop);
        Assert.Contains("Noir", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByKeyboardAlone_TheGridIsFilledAndSent()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "m.garnier", "/meters");
        var keys = visitor.Page.Keyboard;
        var (first, second) = (await visitor.Line(0).PreviousAsync(), await visitor.Line(1).PreviousAsync());

        for (var presses = 0; presses < 40 && !await IsFieldAsync(visitor); presses++) await keys.PressAsync("Tab");
        await keys.TypeAsync((first + 120).ToString(CultureInfo.InvariantCulture));
        await keys.PressAsync("ArrowDown");
        await keys.TypeAsync((second + 90).ToString(CultureInfo.InvariantCulture));
        await keys.PressAsync("Control+Enter");

        await visitor.ReadsAsync("2 relevés enregistrés");
        await Expect(visitor.Page.Locator(".report")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task WhatWasTyped_SurvivesAReload_AndACorrectionKeepsItsInstant()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "k.haddad", "/meters");
        await visitor.Line(0).TypeAsync(77);
        var typed = await visitor.Line(0).Black().InputValueAsync();
        await visitor.HasDraftAsync(typed);
        await visitor.Page.ReloadAsync();
        await visitor.ReadsAsync("Votre saisie a été reprise là où vous l’aviez laissée.");
        await Expect(visitor.Line(0).Black()).ToHaveValueAsync(typed);

        await visitor.ValidateAsync();
        await Expect(visitor.Line(0)).ToContainTextAsync("Enregistré");
        await visitor.Line(0).GetByRole(AriaRole.Button, new() { Name = "Corriger" }).ClickAsync();
        await visitor.Line(0).TypeAsync(78);
        await visitor.ValidateAsync();
        await Expect(visitor.Line(0)).ToContainTextAsync("Enregistré");

        // The same instant again: one reading, which the asset's page shows as it was corrected.
        await visitor.Line(0).GetByRole(AriaRole.Link).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Relevés", Exact = true }).ClickAsync();
        await visitor.ReadsAsync("Volumes mensuels");
        await Expect(visitor.Page.Locator(".u-wrap canvas")).ToBeVisibleAsync();
        await visitor.LooksGoodAsync("releves-du-bien");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Corriger le relevé" })).ToHaveCountAsync(1);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Corriger le relevé" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByLabel("Noir").First.FillAsync("1");
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Valider" }).ClickAsync();
        await visitor.ReadsAsync("Inférieur au relevé précédent");
        await visitor.LooksGoodAsync("releve-corrige");
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AFile_IsLookedAtFirst_ByLineAndCell_AndStoredByTheGreenDiskette(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau", "/meters");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Importer un fichier" }).ClickAsync();
        await visitor.SeesAsync("Importer des relevés");
        var template = await visitor.Page.RunAndWaitForDownloadAsync(
            () => visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Modèle CSV" }).ClickAsync());
        Assert.Equal("releves-compteurs.csv", template.SuggestedFilename);
        var last = (await File.ReadAllLinesAsync(await template.PathAsync(), Stop))[^1].Split(';');

        var today = DateTimeOffset.UtcNow.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        await ChooseAsync(visitor, $"Bien;Date;Noir\n{last[0]};demain;12\nB0;{today};5\n");
        await visitor.ReadsAsync("2 lignes refusées");
        await visitor.ReadsAsync("« demain » n'est pas une date");
        await visitor.ReadsAsync("B2");
        await visitor.LooksGoodAsync("import");

        var value = device == Device.Phone.Name ? 400_000 : 300_000;
        await ChooseAsync(visitor, $"Bien;Date;Noir;Compteurs remplacés\n{last[0]};{today};{value};oui\n");
        await visitor.ReadsAsync("1 relevé prêt à être enregistré");
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Relevés importés. Un mail de confirmation vous est adressé.");
        await visitor.ReadsAsync("1 relevé enregistré");
    }

    private static Task ChooseAsync(Visitor visitor, string text) => visitor.Page.GetByLabel("Fichier de relevés").SetInputFilesAsync(
        new FilePayload { Name = "releves.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });

    private static Task<bool> IsFieldAsync(Visitor visitor) => visitor.Page.EvaluateAsync<bool>("document.activeElement.dataset.counter === 'mono'");
}
