using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Accounts;
using Dfm.Core.Webhooks;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Invoices;
using Dfm.Functions.Tests.Meters;
using Dfm.Functions.Tests.Orders;
using Dfm.Functions.Webhooks.Delivery;
using Dfm.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Webhooks.WebhookPortal;

namespace Dfm.Functions.Tests.Webhooks;

/// <summary>Other systems are told what happens in the portal, signed, at least once, and only where they may.</summary>
public sealed class WebhookTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private WebhookPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Receiver Receiver => portal.Receiver;

    public async ValueTask InitializeAsync() => portal = await StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ADit_ThatIsRaised_IsDeliveredSigned_ToWhoHasSubscribed_AndToNobodyElse()
    {
        var created = await portal.Subscribed(Callback(), "DitStateChanged");
        await portal.Subscribed(Callback("orders"), "OrderStateChanged");

        var dit = await DitPortal.JustRaised(portal.User);

        var got = Assert.Single(await Receiver.Count(1));
        Assert.Equal(("POST", Callback()), (got.Method, got.Url));
        Assert.True(got.IsSignedBy(created.Secret));
        Assert.Equal($"dit-{dit.Number}-1", got.EventId);
        var told = JsonElement.Parse(got.Body);
        Assert.Equal(
            ("DitStateChanged", "c1", "AwaitingPlanning"),
            (Text(told, "type"), Text(told, "customer"), Text(told.GetProperty("data").GetProperty("dit"), "state")));
        var delivery = await portal.Delivery(created.Id, "Delivered");
        Assert.Equal((got.EventId, 1, 200), (delivery.Event, delivery.Attempts, delivery.Status));
    }

    [Fact]
    public async Task OrdersReadingsAndInvoices_AreDelivered()
    {
        await portal.Subscribed(Callback(), "OrderStateChanged", "ReadingEntered", "InvoicePosted");

        var order = await OrderPortal.Ordered(portal.User);
        await MeterPortal.Enter(portal.User, MeterPortal.Black("p1", 4_000), MeterPortal.Black("p3", 12), MeterPortal.Black("p1", 1));
        using var posted = await portal.Staff.PostAsync(
            new Uri("/api/backoffice/invoices", UriKind.Relative), InvoicePortal.Form(InvoicePdf.Of()), Stop);
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);

        var all = (await Receiver.Count(4)).Select(one => JsonElement.Parse(one.Body)).ToLookup(one => Text(one, "type"), one => one.GetProperty("data"));
        Assert.Equal(order.Number.Value, Text(Assert.Single(all["OrderStateChanged"]).GetProperty("order"), "number"));
        Assert.Equal(["p1 4000", "p3 12"], all["ReadingEntered"].Select(one => $"{Text(one, "asset")} {one.GetProperty("values").GetProperty("mono")}").Order());
        Assert.Equal("FA-1", Text(Assert.Single(all["InvoicePosted"]).GetProperty("invoice"), "number"));
    }

    [Fact]
    public async Task AReceiver_ThatFailsForAWhile_GetsTheSameEventLater()
    {
        var failures = 0;
        Receiver.Answer = (_, http) =>
        {
            if (failures++ < 3) http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var created = await portal.Subscribed(Callback(), "DitStateChanged");

        await DitPortal.JustRaised(portal.User);

        var all = await Receiver.Count(4);
        Assert.Single(all.Select(one => (one.EventId, one.Body)).Distinct());
        Assert.All(all, one => Assert.True(one.IsSignedBy(created.Secret)));
        Assert.Equal(4, (await portal.Delivery(created.Id, "Delivered")).Attempts);
    }

    [Fact]
    public async Task AReceiver_ThatFailsForTooLong_IsADeadLetter_AndStaffSendsItAgain()
    {
        await portal.DisposeAsync();
        portal = await StartAsync(azurite.NewAccount(), new Dictionary<string, string> { ["Webhooks__GiveUpAfter"] = "00:00:01" });
        Receiver.Answer = (_, http) => Task.FromResult(http.Response.StatusCode = 500);
        var created = await portal.Subscribed(Callback(), "DitStateChanged");
        await DitPortal.JustRaised(portal.User);
        var given = await portal.Delivery(created.Id, "GivenUp");
        Assert.Equal((500, "refused"), (given.Status, given.Reason));
        await Waiting.Until(async () => (await Queue()).DeadLetterLength == 1);

        Receiver.Answer = (_, _) => Task.CompletedTask;
        using var again = await portal.Staff.PostAsync(
            new Uri($"/api/backoffice/webhooks/{created.Id}/deliveries/{given.Id}/redeliver", UriKind.Relative), null, Stop);

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(given.Event, Text(await again.Json(), "event"));
        Assert.Equal(given.Id, (await portal.Delivery(created.Id, "Delivered")).Id);
        Assert.Single(Receiver.All.Select(one => (one.EventId, one.Body)).Distinct());
    }

    [Fact]
    public async Task AReceiver_ThatAnswers410_GetsNothingMore()
    {
        Receiver.Answer = (_, http) => Task.FromResult(http.Response.StatusCode = 410);
        var created = await portal.Subscribed(Callback(), "DitStateChanged");

        await DitPortal.JustRaised(portal.User);

        await portal.Delivery(created.Id, "Gone");
        Assert.Empty(await portal.Webhooks());
        await SeesNothingMore();
    }

    [Fact]
    public async Task ASubscription_ThatHasEnded_GetsNothingMore()
    {
        var created = await portal.Subscribed(Callback(), "DitStateChanged");
        await DitPortal.JustRaised(portal.User);
        await Receiver.Count(1);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var deleted = await portal.Staff.DeleteAsync(new Uri($"/api/backoffice/webhooks/{created.Id}", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        await SeesNothingMore();
    }

    [Fact]
    public async Task ASubscription_EndsWithTheKeyThatMadeIt()
    {
        await portal.Subscribed(Callback(), "DitStateChanged");
        var keys = portal.Portal.Services.GetRequiredService<IApiKeyStore>();
        var key = Assert.Single(await keys.List(Stop));

        await keys.Revoke(key.Id, portal.Portal.Clock.GetUtcNow(), Stop);

        await SeesNothingMore(before: 0);
        using var other = await portal.Portal.StaffClient("DFM", "webhooks.read");
        Assert.Empty((await other.Get("/api/backoffice/webhooks")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task AKey_SubscribesToWhatItMayRead_AndToNothingElse()
    {
        using var planning = await portal.Portal.StaffClient("Planning", "webhooks.write", "dits.read");

        using var allowed = await Post(planning, "webhooks", new { url = Callback(), events = Texts("DitStateChanged") });
        using var refused = await Post(planning, "webhooks", new { url = Callback(), events = Texts("DitStateChanged", "InvoicePosted") });
        using var trigger = await Post(planning, "triggers/OrderStateChanged", new { url = Callback() });

        Assert.Equal(HttpStatusCode.Created, allowed.StatusCode);
        await refused.IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        await trigger.IsProblem(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task AList_ShowsNoSecrets()
    {
        var created = await portal.Subscribed(Callback(), "InvoicePosted", "DitStateChanged", "DitStateChanged");

        var listed = Assert.Single(await portal.Webhooks());

        Assert.Equal((created.Id, "https://prod.hooks.example.com/flux", "Flux"), (listed.Id, listed.Url, listed.CreatedBy));
        Assert.Equal([WebhookEventType.DitStateChanged, WebhookEventType.InvoicePosted], listed.Events);
        Assert.StartsWith("whsec_", created.Secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadInput_IsNamedByField()
    {
        using var nothing = await Post(portal.Staff, "webhooks", new { });
        await nothing.RefusesFields("events", "url");
        using var unknown = await portal.Subscribe("https://169.254.169.254/", "DitRaised");
        await unknown.RefusesFields("events[0]", "url");
        using var trigger = await Post(portal.Staff, "triggers/DitStateChanged", new { url = "http://prod.hooks.example.com" });
        await trigger.RefusesFields("url");
        using var noTrigger = await Post(portal.Staff, "triggers/DitRaised", new { url = Callback() });
        await noTrigger.IsProblem(HttpStatusCode.NotFound, "trigger-not-found");
        using var none = await portal.Staff.GetAsync(new Uri("/api/backoffice/webhooks/none/deliveries", UriKind.Relative), Stop);
        await none.IsProblem(HttpStatusCode.NotFound, "webhook-not-found");
        using var noDelivery = await Post(portal.Staff, $"webhooks/{(await portal.Subscribed(Callback(), "InvoicePosted")).Id}/deliveries/1/redeliver", new { });
        await noDelivery.IsProblem(HttpStatusCode.NotFound, "webhook-delivery-not-found");
    }

    [Fact]
    public async Task SoManySubscriptions_ThereMayBe_AndNoMore()
    {
        var webhooks = portal.Tables.GetTableClient(TableNames.Webhooks);
        var subscription = new WebhookSubscription("1", new Uri(Callback()), [WebhookEventType.InvoicePosted], "k", "Flux", portal.Portal.Clock.GetUtcNow());
        await ManyRows.Write(webhooks, Enumerable.Range(0, WebhookSubscription.Most).Select(n =>
            new Azure.Data.Tables.TableEntity("subscriptions", $"{n}").With(RowJson.Data, RowJson.Text(subscription with { Id = $"{n}" }))));

        using var refused = await portal.Subscribe(Callback(), "DitStateChanged");

        await refused.IsProblem(HttpStatusCode.Conflict, "too-many-webhooks");
    }

    [Fact]
    public async Task AMessage_ThatIsNoneOfOurs_IsADeadLetter()
    {
        await using var sender = portal.Portal.Services.GetRequiredService<ServiceBusClient>().CreateSender(WebhookQueue.Name);

        await sender.SendMessageAsync(new ServiceBusMessage("{}") { MessageId = "1" }, Stop);

        await Waiting.Until(async () => (await Queue()).DeadLetterLength == 1);
    }

    [Fact]
    public async Task Logs_HoldNoAddressOfAReceiver()
    {
        Receiver.Answer = (_, http) => Task.FromResult(http.Response.StatusCode = 500);
        await portal.Subscribed(Callback(), "DitStateChanged");

        await DitPortal.JustRaised(portal.User);

        await Receiver.Count(2);
        Assert.DoesNotContain(portal.Portal.Logs.Lines, line => line.Contains("hooks.example.com", StringComparison.Ordinal));
    }

    /// <summary>Another DIT is raised, its effects are performed, and nothing comes.</summary>
    private async Task SeesNothingMore(int before = 1)
    {
        await DitPortal.JustRaised(portal.User);
        var dits = portal.Tables.GetTableClient(TableNames.Dits);
        await Waiting.Until(async () => !await dits.All("c1", OutboxRows.Prefix, ["RowKey"], Stop).AnyAsync(Stop));
        await Waiting.Until(async () => (await Queue()).IsDone);
        Assert.Equal(before, Receiver.All.Count);
    }

    private async Task<QueueLength> Queue() =>
        (await portal.Portal.Client.Get<IReadOnlyList<QueueLength>>("/local/queues?format=json")).Single(queue => queue.Name == WebhookQueue.Name);

    private static Task<HttpResponseMessage> Post(HttpClient client, string route, object body) =>
        client.PostAsJsonAsync($"/api/backoffice/{route}", body, Stop);

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static string[] Texts(params string[] texts) => texts;
}
