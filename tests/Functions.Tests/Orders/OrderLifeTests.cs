using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>The life of orders from both sides, with their mails.</summary>
public sealed class OrderLifeTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private OrderPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await OrderPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AnOrder_IsValidatedAndSentInParts_AndEachStepIsToldByMail()
    {
        var number = await Ordered(portal.User);
        await portal.Moved(number, new { action = "MakePartlyDeliverable", comment = "Le toner noir arrive mardi." });
        await portal.Moved(number, new { action = "AddLine", designation = "Frais de port", quantity = 1, price = 12.5 });
        var lines = new[] { new { line = 1, quantity = 1 }, new { line = 2, quantity = 2 } };
        await portal.Moved(
            number, new { action = "Deliver", carrier = "Chronopost", deliveryNote = "BL-1180", trackingNumber = "XY12", lines });
        var sent = await portal.Moved(number, new { action = "Deliver", carrier = "Tournée DFM" });

        Assert.Equal("c1", sent.GetProperty("customer").GetString());
        var order = await Get(number);
        Assert.Equal("Livré en totalité", order.GetProperty("stateLabel").GetString());
        Assert.Equal(
            ["3/3", "2/2", "1/0"],
            order.GetProperty("lines").EnumerateArray().Select(line => $"{line.GetProperty("quantity")}/{line.GetProperty("delivered")}"));
        Assert.Equal(
            [
                "1 Chronopost BL-1180 https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT=XY12",
                $"2 Tournée DFM BL{number}-2 ",
            ],
            order.GetProperty("deliveries").EnumerateArray().Select(one =>
                string.Join(' ', ((string[])["number", "carrier", "deliveryNote", "trackingLink"]).Select(name => one.GetProperty(name)))));
        Assert.Equal(
            ["Placed", "PartlyDeliverable", "LineAdded", "PartlyDelivered", "FullyDelivered"],
            order.GetProperty("journal").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        Assert.Equal(
            [
                $"order-{number}-1-Placed", $"order-{number}-2-PartlyDeliverable",
                $"order-{number}-3-PartlyDelivered", $"order-{number}-4-FullyDelivered",
            ],
            await portal.MailsOf(number, 4));
        Assert.Equal("FullyDelivered", (await Lifecycle(number, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        var tab = Assert.Single((await portal.User.Get("/api/assets/p1/orders")).GetProperty("items").EnumerateArray());
        Assert.Equal((number, "Tournée DFM", $"BL{number}-2"), (
            tab.GetProperty("order").GetProperty("number").GetString(),
            tab.GetProperty("order").GetProperty("carrier").GetString(),
            tab.GetProperty("order").GetProperty("deliveryNote").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_InItsWindow_IsConfirmedByMail_WithItsComment(bool prepared)
    {
        var number = await Ordered(portal.User);
        if (prepared) await portal.Moved(number, new { action = "MakeFullyDeliverable" });

        using var answer = await Cancel(portal.User, number, "Trouvé en réserve.");

        var order = await answer.Json();
        Assert.Equal(("Cancelled", "Annulée"), (order.GetProperty("state").GetString(), order.GetProperty("stateLabel").GetString()));
        var confirmation = (await portal.MailsOf(number, prepared ? 3 : 2))[^1];
        Assert.EndsWith("-Cancelled", confirmation, StringComparison.Ordinal);
        var mails = await portal.Portal.Client.Get("/local/mails");
        var mail = mails.EnumerateArray().Single(one => one.GetProperty("customArgs").GetProperty("mail_id").GetString() == confirmation);
        Assert.Contains("Trouvé en réserve.", mail.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MakePartlyDeliverable", "PartlyDeliverable")]
    [InlineData("Deliver", "FullyDelivered")]
    public async Task Cancel_OutsideItsWindow_IsRefused_InFrench_WithTheStateThatStands(string action, string state)
    {
        var number = await Ordered(portal.User);
        if (action is "Deliver") await portal.Moved(number, new { action = "MakeFullyDeliverable" });
        await portal.Moved(number, new { action, carrier = action is "Deliver" ? "DPD" : null });

        using var refused = await Cancel(portal.User, number);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "order-cannot-be-cancelled");
        Assert.Equal(state, problem.GetProperty("state").GetString());
        var order = await Get(number);
        Assert.False(order.GetProperty("cancellation").GetProperty("open").GetBoolean());
        Assert.Equal(order.GetProperty("cancellation").GetProperty("reason").GetString(), problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task ACommand_OnAnOlderVersion_IsRefused()
    {
        var number = await Ordered(portal.User);
        using var seen = await portal.User.GetAsync(new Uri($"/api/orders/{number}", UriKind.Relative), Stop);
        await portal.Moved(number, new { action = "AddLine", designation = "Frais de port", quantity = 1, price = 12.5 });

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/{number}/cancel");
        request.Content = JsonContent.Create(new { comment = "Erreur." });
        request.Headers.IfMatch.Add(seen.Headers.ETag!);
        using var refused = await portal.User.SendAsync(request, Stop);

        await refused.IsProblem(HttpStatusCode.PreconditionFailed, "order-changed-meanwhile");
    }

    [Fact]
    public async Task TheStaffsQueue_ShowsOrdersByState_AcrossCustomers_AndFollowsThem()
    {
        var first = await Ordered(portal.User);
        portal.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await Ordered(portal.Stranger);
        await TwoCustomers.Until(async () => (await Queue("ExternalEntry")).SequenceEqual([$"{first} c1", $"{second} c2"]));

        await portal.Moved(first, new { action = "MakeFullyDeliverable" });
        using var cancelled = await Cancel(portal.Stranger, second);

        await TwoCustomers.Until(async () => (await Queue("FullyDeliverable")).SequenceEqual([$"{first} c1"])
            && (await Queue("Cancelled")).SequenceEqual([$"{second} c2"])
            && !(await Queue("ExternalEntry")).Any());
        var lifecycle = await Lifecycle(first, OrchestrationRuntimeStatus.Running);
        Assert.True(lifecycle.ReadCustomStatusAs<LifecycleStatus<OrderState>>()!.Cancellable);
    }

    [Fact]
    public async Task TheDesk_IsGivenEightWorkingHours()
    {
        var number = await Ordered(portal.User);
        await TwoCustomers.Until(async () => (await Queue("ExternalEntry")).SequenceEqual([$"{number} c1"]));

        var order = Assert.Single((await portal.Staff.Get("/api/backoffice/orders?state=ExternalEntry")).GetProperty("items").EnumerateArray());

        Assert.Equal("2037-03-02T16:00:00Z", order.GetProperty("dueAt").GetString());
    }

    [Fact]
    public async Task Orders_AreListedNewestFirst_ByState_AndBySite()
    {
        var first = await Ordered(portal.User);
        var second = await Ordered(portal.Supervisor, "p2");
        using var cancelled = await Cancel(portal.User, first);

        Assert.Equal([second, first], await Numbers(portal.Supervisor, "orders"));
        Assert.Equal([second], await Numbers(portal.Supervisor, "orders?state=ExternalEntry"));
        Assert.Equal([first], await Numbers(portal.Supervisor, "orders?state=Cancelled"));
        Assert.Equal([first], await Numbers(portal.User, "orders"));
        Assert.Empty(await Numbers(portal.User, "orders?state=ExternalEntry"));
        var page = await portal.Supervisor.Get("/api/orders?limit=1");
        Assert.Equal([first], await Numbers(portal.Supervisor, $"orders?limit=1&cursor={page.GetProperty("nextCursor")}"));
        using var unknown = await portal.User.GetAsync(new Uri("/api/orders?state=Perdue", UriKind.Relative), Stop);
        await unknown.IsProblem(HttpStatusCode.BadRequest, "validation-failed");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A body in which LONG stands for a text that is too long for any field.</summary>
    private static async Task<string[]> Numbers(HttpClient client, string list)
    {
        var page = await client.Get($"/api/{list}");
        return [.. page.GetProperty("items").EnumerateArray().Select(order => order.GetProperty("number").GetString()!)];
    }

    private Task<JsonElement> Get(string number) => portal.User.Get($"/api/orders/{number}");

    private async Task<IEnumerable<string>> Queue(string state) =>
        (await portal.Staff.Get($"/api/backoffice/orders?state={state}")).GetProperty("items").EnumerateArray()
            .Select(order => $"{order.GetProperty("number")} {order.GetProperty("customer")}");

    private async Task<OrchestrationMetadata> Lifecycle(string number, OrchestrationRuntimeStatus status)
    {
        var client = portal.Portal.Lifecycles;
        OrchestrationMetadata? found = null;
        await TwoCustomers.Until(async () =>
        {
            found = await client.GetInstanceAsync($"order-{number}", getInputsAndOutputs: true, Stop);
            return found?.RuntimeStatus == status;
        });
        return found!;
    }
}
