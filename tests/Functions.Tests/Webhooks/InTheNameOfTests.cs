using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Meters;
using Dfm.Testing;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Webhooks;

/// <summary>DFM's staff, and flows, ask for what customers' people ask for: in their name, under their rules.</summary>
public sealed class InTheNameOfTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private WebhookPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await WebhookPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ADit_IsRaisedInAUsersName_WhoGetsItsMails()
    {
        using var answer = await Post("c1/assets/p1/dits", new { user = "paul", nature = "PANNE", description = "Bourrage.", urgency = "Urgent" });

        var dit = await answer.Read<DitResponse>(HttpStatusCode.Created);
        Assert.Equal(("c1", "Personne paul"), (dit.Customer?.Value, dit.RaisedBy));
        Assert.Equal($"/api/backoffice/dits/{dit.Number}", answer.Headers.Location?.OriginalString);
        await portal.MailsAbout($"dit-{dit.Number}-1", 1);
        Assert.Contains("paul@example.com", (await portal.Mail($"dit-{dit.Number}-1-Raised")).To);
        Assert.Equal(dit.Number, (await portal.User.Get<DitResponse>($"/api/dits/{dit.Number}")).Number);
    }

    [Fact]
    public async Task AnOrder_IsPlacedInAUsersName_AtTodaysPrices()
    {
        using var answer = await Post("c1/assets/p1/orders", new { user = "paul", lines = new[] { Line("T-K", 2) }, comment = "Porte 3" });

        var order = await answer.Read<OrderResponse>(HttpStatusCode.Created);
        Assert.Equal(("c1", "Personne paul", 2), (order.Customer?.Value, order.PlacedBy, Assert.Single(order.Lines).Quantity));
        Assert.Equal(order.Number, (await portal.User.Get<OrderResponse>($"/api/orders/{order.Number}")).Number);
    }

    [Fact]
    public async Task Readings_OfTheSupervision_AreJudgedAsOthersAre_AndMailNobody()
    {
        using var answer = await Post(
            "c1/meter-readings", new { source = "Machine", readings = new[] { MeterPortal.Black("p1", 4_000), MeterPortal.Black("p1", 10), MeterPortal.Black("p9", 1) } });

        var report = await answer.Read<ReadingReport>(HttpStatusCode.OK);
        Assert.Equal((1, 2), (report.Counts.Accepted, report.Counts.Refused));
        var read = await MeterPortal.HistoryOf(portal.User, "p1");
        Assert.Equal(("Relevé machine", "Flux"), (read.Items[0].SourceLabel, read.Items[0].By));
        Assert.Empty(await portal.Mails());
    }

    [Fact]
    public async Task WhatTheUserMayNotSee_DoesNotExist_NorDoForeignUsers()
    {
        var dit = new { user = "paul", nature = "PANNE", description = "Bourrage.", urgency = "Urgent" };
        using var otherSite = await Post("c1/assets/p2/dits", dit);
        await otherSite.IsProblem(HttpStatusCode.NotFound, "asset-not-found");
        using var stranger = await Post("c2/assets/p1/dits", dit);
        await stranger.RefusesFields("user");
        using var noUser = await Post("c1/assets/p1/orders", new { lines = new[] { Line("T-K", 2) } });
        await noUser.RefusesFields("user");
        using var noCustomer = await Post("c9/meter-readings", new { source = "Machine", readings = new[] { MeterPortal.Black("p1", 4_000) } });
        await noCustomer.IsProblem(HttpStatusCode.NotFound, "customer-not-found");
        using var ofCustomers = await Post("c1/meter-readings", new { source = "Portal", readings = new[] { MeterPortal.Black("p1", 4_000) } });
        await ofCustomers.RefusesFields("source");
        foreach (var route in (string[])["c9", "c9/users", "c9/assets", "c-%25"])
        {
            using var missing = await portal.Staff.GetAsync(new Uri($"/api/backoffice/customers/{route}", UriKind.Relative), Stop);
            await missing.IsProblem(HttpStatusCode.NotFound, "customer-not-found");
        }
    }

    [Fact]
    public async Task Customers_AreFoundByNameOrCode_AndTheirPeopleSitesAndEquipmentAreListed()
    {
        Assert.Equal(["c1", "c2"], Ids(await portal.Staff.GetAll<JsonElement>("/api/backoffice/customers")));
        Assert.Equal(["c2"], Ids(await portal.Staff.GetAll<JsonElement>("/api/backoffice/customers?search=SOCIETE%20C2")));
        Assert.Equal(["s1", "s2"], Ids((await portal.Staff.Get("/api/backoffice/customers/c1")).GetProperty("sites").EnumerateArray()));
        Assert.Equal(["claire", "paul"], Ids((await portal.Staff.Get("/api/backoffice/customers/c1/users")).GetProperty("items").EnumerateArray()));
        Assert.Equal(["p1", "p2", "p3"], Ids(await portal.Staff.GetAll<JsonElement>("/api/backoffice/customers/c1/assets?kind=Printing")));
        Assert.Equal(["p2"], Ids(await portal.Staff.GetAll<JsonElement>("/api/backoffice/customers/c1/assets?site=s2")));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IEnumerable<string?> Ids(IEnumerable<JsonElement> items) => items.Select(item => item.GetProperty("id").GetString()).Order();

    private Task<HttpResponseMessage> Post(string route, object body) =>
        portal.Staff.PostAsJsonAsync($"/api/backoffice/customers/{route}", body, Stop);
}
