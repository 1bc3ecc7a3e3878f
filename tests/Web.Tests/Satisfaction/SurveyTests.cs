using System.Net;
using System.Text.RegularExpressions;
using Dfm.Web.Tests.Dits;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Satisfaction;

/// <summary>« Votre avis »: where the links in the mail of a closed DIT lead.</summary>
public sealed partial class SurveyTests(DemoPortal portal) : IClassFixture<DemoPortal>
{
    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task ALinkOfTheMail_HasItsAnswerChosen_AndTakesOneAnswer(string device)
    {
        var dit = await ClosedDitAsync(device);
        var mail = await portal.MailAsync("a.moreau", $"{dit} : demande clôturée", TestContext.Current.CancellationToken);
        var link = WebUtility.HtmlDecode(LinkIn().Match(mail.Html!).Value);
        await using var visitor = await portal.VisitAsync(Device.Named(device));

        await visitor.GoToAsync(link);
        await visitor.SeesAsync("Votre avis");
        await visitor.ReadsAsync($"Êtes-vous satisfait de l’intervention n° {dit} ?");
        Assert.DoesNotContain('#', visitor.Page.Url);
        await Expect(visitor.Page.GetByLabel("Très satisfait")).ToBeCheckedAsync();
        await visitor.Page.GetByLabel("Satisfait", new() { Exact = true }).CheckAsync();
        await visitor.Page.GetByLabel("Commentaire").FillAsync("Technicien ponctuel.");
        await visitor.LooksGoodAsync("avis");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Envoyer mon avis" }).ClickAsync();
        await visitor.ReadsAsync("Merci, votre avis est enregistré.");
        await visitor.LooksGoodAsync("avis-enregistre");

        await visitor.GoToAsync("/sign-in");
        await visitor.GoToAsync(link);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Envoyer mon avis" }).ClickAsync();
        await visitor.ReadsAsync("Un autre avis a déjà été donné sur cette intervention");
        await visitor.LooksGoodAsync("avis-refuse");
    }

    /// <summary>Raises a DIT as the customer does, and has DFM's staff bring it to its end.</summary>
    private async Task<string> ClosedDitAsync(string device)
    {
        await using var customer = await portal.VisitAsync(Device.Named(device), "a.moreau", "/assets/B100301/dits/new");
        await customer.FillDitAsync("Bruit à l’arrière.");
        await customer.ValidateAsync();
        var dit = await customer.DitRaisedAsync();
        var stop = TestContext.Current.CancellationToken;
        await portal.StaffAsync($"dits/{dit}", new { action = "Plan", plannedFor = DateTimeOffset.UtcNow.AddDays(1), technician = "Hugo Marchand" }, stop);
        await portal.StaffAsync($"dits/{dit}", new { action = "Start" }, stop);
        await portal.StaffAsync($"dits/{dit}", new { action = "Finish", comment = "Ventilateur remplacé." }, stop);
        await portal.StaffAsync($"dits/{dit}", new { action = "Close" }, stop);
        return dit;
    }

    [GeneratedRegex("/satisfaction#[^\"]+~VerySatisfied")]
    private static partial Regex LinkIn();
}
