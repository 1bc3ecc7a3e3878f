using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Inbound.Processing;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>Mails that wait for DFM's staff, who assigns or discards them.</summary>
public sealed class InboundDeskTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly SentMail Unknown = new()
    {
        From = "Léa Roy <lea@autre.example>",
        Dkim = "{@autre.example : pass}",
        Subject = "Imprimante",
        Text = "Elle ne s'allume plus.",
        Files = [new("photo.png", Samples.Png, "image/png")],
    };

    private InboundPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await InboundPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task MailsThatWait_AreListed_NewestFirst_PageByPage()
    {
        var first = await portal.Sorted(Unknown);
        portal.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await portal.Sorted(Unknown with { MessageId = "2@autre.example", Text = new string('x', 5_000) });
        portal.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await portal.Sorted(Unknown with { MessageId = "3@autre.example" });

        Assert.Equal([third.Id, second.Id, first.Id], (await portal.Held()).Select(mail => mail.Id));
        var page = await portal.Staff.Get<Page<InboundMailResponse>>("/api/backoffice/inbound?limit=1");
        page = await portal.Staff.Get<Page<InboundMailResponse>>($"/api/backoffice/inbound?limit=1&cursor={page.NextCursor}");
        var listed = Assert.Single(page.Items);
        Assert.True(listed.Text.Length <= 1_000);
        Assert.Equal(5_000, (await portal.Find(second.Id)).Text.Length);
        Assert.Equal(
            ("lea@autre.example", "Léa Roy", true, "Imprimante", "photo.png"),
            (first.From, first.FromName, first.IsAuthenticated, first.Subject, Assert.Single(first.Files).Name));
        Assert.DoesNotContain(await portal.Mails(), mail => mail.MailId.StartsWith("inbound-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMail_AssignedToAnAsset_RaisesADit_InItsSendersName()
    {
        var held = await portal.Sorted(Unknown);

        var assigned = await Assign(held.Id, new { customer = "c1", asset = "p2" });

        Assert.Equal((InboundState.Assigned, "Accueil"), (assigned.State, assigned.SettledBy));
        Assert.Empty(await portal.Held());
        var number = await Filed(held.Id);
        var dit = await portal.Supervisor.Get<DitResponse>($"/api/dits/{number}");
        Assert.Equal(("p2", "Léa Roy", "photo.png"), (dit.Asset.Id, dit.RaisedBy, Assert.Single(dit.Attachments).Name));
        Assert.Contains("Elle ne s'allume plus.", dit.Description, StringComparison.Ordinal);
        await portal.MailsAbout($"dit-{number}-", 1);
        Assert.Equal("lea@autre.example", Assert.Single((await portal.Mail($"dit-{number}-1-Raised")).To));
    }

    [Fact]
    public async Task AMail_AssignedToADit_IsAMessageOnIt()
    {
        var dit = await DitPortal.JustRaised(portal.User);
        await portal.MailsAbout($"dit-{dit.Number}-", 1);
        var held = await portal.Sorted(Unknown);

        await Assign(held.Id, new { dit = dit.Number.Value });

        DitResponse? after = null;
        await Waiting.Until(async () => (after = await portal.User.Get<DitResponse>($"/api/dits/{dit.Number}")).Attachments.Count == 1);
        Assert.Contains(after!.Journal, entry => entry is { Text: "Elle ne s'allume plus.", By: "Léa Roy" });
        Assert.Equal(new TopicResponse(MailTopicKind.Dit, dit.Number.Value), (await portal.Find(held.Id)).About);
    }

    [Fact]
    public async Task AMail_AssignedToAnOrder_IsAMessageOnIt()
    {
        var order = await OrderPortal.Ordered(portal.User);
        await portal.MailsAbout($"order-{order.Number}-", 1);
        var held = await portal.Sorted(Unknown);

        await Assign(held.Id, new { order = order.Number.Value });

        await Waiting.Until(async () => (await portal.User.Get<OrderResponse>($"/api/orders/{order.Number}")).Journal
            .Any(entry => entry.Text == "Elle ne s'allume plus.\n[Pièces jointes au mail : photo.png]"));
    }

    [Fact]
    public async Task ADit_ThatTakesNoMessage_GivesTheMailBack()
    {
        await GivenBack();

        Assert.Equal(HoldReason.NotAssigned, Assert.Single(await portal.Held()).Reason);
    }

    [Fact]
    public async Task AMail_ThatIsDiscarded_LeavesTheList_AndCanBeReadStill()
    {
        var held = await portal.Sorted(Unknown);

        using var answer = await Ask(held.Id, "discard", new { });

        Assert.Equal(InboundState.Discarded, (await answer.Read<InboundMailResponse>(HttpStatusCode.OK)).State);
        Assert.Empty(await portal.Held());
        using var again = await Ask(held.Id, "discard", new { });
        await again.IsProblem(HttpStatusCode.Conflict, "inbound-mail-not-held");
        using var assigned = await Ask(held.Id, "assign", new { customer = "c1", asset = "p1" });
        await assigned.IsProblem(HttpStatusCode.Conflict, "inbound-mail-not-held");
        Assert.Equal(InboundState.Discarded, (await portal.Find(held.Id)).State);
    }

    [Fact]
    public async Task WhatFollowsAnEarlierAssignment_LeavesALaterOneAlone()
    {
        var (held, dit) = await GivenBack();
        await Assign(held.Id, new { customer = "c1", asset = "p2" });
        var raised = await Filed(held.Id);

        var first = new AssignedMail(held.Id, new(CustomerId.Parse("c1"), null, new(MailTopicKind.Dit, dit)), Assignment: 1);
        await portal.Portal.Services.GetServices<IEffectHandler>().OfType<AssignedMailEffect>().Single()
            .Perform(JsonSerializer.SerializeToElement(first, StorageJson.Options), Stop);

        var after = await portal.Find(held.Id);
        Assert.Equal((InboundState.Assigned, raised), (after.State, after.About!.Number));
    }

    [Fact]
    public async Task AMail_IsDownloaded_AsItCame()
    {
        var mail = Unknown with { MessageId = "raw@autre.example" };
        var (rawForm, type) = await mail.ToForm(raw: true);
        await portal.Receive(rawForm, type);
        var raw = await portal.Sorted(InboundPortal.IdOf(rawForm));
        var parsed = await portal.Sorted(Unknown with { MessageId = "parsed@autre.example" });

        using var asMail = await Original(raw.Id);
        using var asForm = await Original(parsed.Id);
        using var unknown = await Original(new string('0', 64));

        Assert.Equal("message/rfc822", asMail.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith(".eml", asMail.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
        var message = await asMail.Content.ReadAsByteArrayAsync(Stop);
        using var read = await MimeMessage.LoadAsync(new MemoryStream(message), Stop);
        Assert.Equal("raw@autre.example", read.MessageId);
        Assert.True(rawForm.AsSpan().IndexOf(message) > 0);
        Assert.Equal("attachment", asForm.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(parsed.Id, InboundPortal.IdOf(await asForm.Content.ReadAsByteArrayAsync(Stop)));
        await unknown.IsProblem(HttpStatusCode.NotFound, "inbound-mail-not-found");

        Task<HttpResponseMessage> Original(string id) => portal.Staff.GetAsync(new Uri($"/api/backoffice/inbound/{id}/original", UriKind.Relative), Stop);
    }

    [Fact]
    public async Task TwoOfTheStaff_AtOnce_SettleAMailOnce()
    {
        var held = await portal.Sorted(Unknown);

        var answers = await Task.WhenAll(
            Ask(held.Id, "assign", new { customer = "c1", asset = "p1" }),
            Ask(held.Id, "assign", new { customer = "c2", asset = "p1" }),
            Ask(held.Id, "discard", new { }));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.OK);
        Assert.Equal(2, answers.Count(answer => answer.StatusCode is HttpStatusCode.Conflict));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task WhatDoesNotExist_IsNotAssignedTo()
    {
        var held = await portal.Sorted(Unknown);
        foreach (var (target, code) in ((object, string)[])[
            (new { customer = "c1", asset = "p9" }, "asset-not-found"),
            (new { customer = "c9", asset = "p1" }, "asset-not-found"),
            (new { dit = "999999" }, "dit-not-found"),
            (new { order = "x" }, "order-not-found")])
        {
            using var answer = await Ask(held.Id, "assign", target);
            await answer.IsProblem(HttpStatusCode.NotFound, code);
        }

        foreach (var id in (string[])["1", new string('0', 64), "..%2Fm", new string('A', 64)])
        {
            using var assigned = await Ask(id, "assign", new { customer = "c1", asset = "p1" });
            await assigned.IsProblem(HttpStatusCode.NotFound, "inbound-mail-not-found");
            using var read = await portal.Staff.GetAsync(new Uri($"/api/backoffice/inbound/{id}", UriKind.Relative), Stop);
            await read.IsProblem(HttpStatusCode.NotFound, "inbound-mail-not-found");
        }

        Assert.Single(await portal.Held());
    }

    [Fact]
    public async Task AMail_ThatNamesNoSender_CannotBeAssigned()
    {
        var held = await portal.Sorted(Unknown with { From = "a@autre.example, b@autre.example", EnvelopeFrom = "a@autre.example" });
        using var answer = await Ask(held.Id, "assign", new { customer = "c1", asset = "p1" });
        await answer.IsProblem(HttpStatusCode.Conflict, "inbound-mail-without-sender");
    }

    [Theory]
    [InlineData("{}", "asset")]
    [InlineData("""{"asset":"p1"}""", "customer")]
    [InlineData("""{"customer":"c1","asset":"p1","dit":"100001"}""", "asset")]
    [InlineData("""{"dit":"100001","customer":"c1"}""", "customer")]
    [InlineData("""{"dit":5}""", "dit")]
    [InlineData("""{"user":"paul"}""", "user")]
    public async Task WhatIsNoTarget_IsRefused(string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await portal.Staff.PostAsync(new Uri($"/api/backoffice/inbound/{new string('0', 64)}/assign", UriKind.Relative), content, Stop);
        await answer.RefusesFields(field);
    }

    [Theory]
    [InlineData("inbound?limit=0", "validation-failed")]
    [InlineData("inbound?cursor=!", "bad-cursor")]
    [InlineData("mail-failures?limit=x", "validation-failed")]
    [InlineData("mail-failures?cursor=!", "bad-cursor")]
    public async Task AList_IsAskedForByItsOwnCursor(string list, string code)
    {
        using var answer = await portal.Staff.GetAsync(new Uri($"/api/backoffice/{list}", UriKind.Relative), Stop);
        await answer.IsProblem(HttpStatusCode.BadRequest, code);
    }

    /// <summary>A mail that was assigned to a cancelled DIT, and waits again; with the DIT's number.</summary>
    private async Task<(InboundMailResponse Mail, string Dit)> GivenBack()
    {
        var dit = await DitPortal.JustRaised(portal.User);
        await portal.MailsAbout($"dit-{dit.Number}-", 1);
        using var cancelled = await DitPortal.Cancel(portal.User, dit.Number);
        var held = await portal.Sorted(Unknown);
        await Assign(held.Id, new { dit = dit.Number.Value });
        await Waiting.Until(async () => (await portal.Find(held.Id)).State is InboundState.Held);
        return (held, dit.Number.Value);
    }

    private async Task<InboundMailResponse> Assign(string id, object target)
    {
        using var answer = await Ask(id, "assign", target);
        return await answer.Read<InboundMailResponse>(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> Ask(string id, string action, object body) =>
        portal.Staff.PostAsJsonAsync($"/api/backoffice/inbound/{id}/{action}", body, Stop);

    /// <summary>The number of the DIT that an assigned mail has raised.</summary>
    private async Task<string> Filed(string id)
    {
        InboundMailResponse? mail = null;
        await Waiting.Until(async () => (mail = await portal.Find(id)).About is not null);
        return mail!.About!.Number;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
