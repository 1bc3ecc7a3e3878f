using System.Net;
using System.Net.Http.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Orders.Responses;
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
        var number = (await Ordered(portal.User)).Number;
        await portal.Moved(number, new { action = "MakePartlyDeliverable", comment = "Le toner noir arrive mardi." });
        await portal.Moved(number, new { action = "AddLine", designation = "Frais de port", quantity = 1, price = 12.5 });
        var lines = new[] { new { line = 1, quantity = 1 }, new { line = 2, quantity = 2 } };
        await portal.Moved(
            number, new { action = "Deliver", carrier = "Chronopost", deliveryNote = "BL-1180", trackingNumber = "XY12", lines });
        var sent = await portal.Moved(number, new { action = "Deliver", carrier = "Tournée DFM" });

        Assert.Equal(CustomerId.Parse("c1"), sent.Customer);
        var order = await portal.Find(number);
        Assert.Equal("Livré en totalité", order.StateLabel);
        Assert.Equal(["3/3", "2/2", "1/0"], order.Lines.Select(line => $"{line.Quantity}/{line.Delivered}"));
        Assert.Equal(
            [
                "1 Chronopost BL-1180 https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT=XY12",
                $"2 Tournée DFM BL{number}-2 ",
            ],
            order.Deliveries.Select(
                parcel => $"{parcel.Number} {parcel.Carrier} {parcel.DeliveryNote} {parcel.TrackingLink?.OriginalString}"));
        Assert.Equal(
            [
                OrderEntryKind.Placed, OrderEntryKind.PartlyDeliverable, OrderEntryKind.LineAdded, OrderEntryKind.PartlyDelivered,
                OrderEntryKind.FullyDelivered,
            ],
            order.Journal.Select(entry => entry.Kind));
        Assert.Equal(
            [
                $"order-{number}-1-Placed", $"order-{number}-2-PartlyDeliverable",
                $"order-{number}-3-PartlyDelivered", $"order-{number}-4-FullyDelivered",
            ],
            await portal.MailsOf(number, 4));
        Assert.Equal("FullyDelivered", (await Lifecycle(number, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        var ofAsset = Assert.Single(await portal.User.GetAll<AssetOrder>("/api/assets/p1/orders"));
        Assert.Equal(
            (number, "Tournée DFM", $"BL{number}-2"), (ofAsset.Order.Number, ofAsset.Order.Carrier, ofAsset.Order.DeliveryNote));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_InItsWindow_IsConfirmedByMail_WithItsComment(bool prepared)
    {
        var number = (prepared ? await portal.Validated() : await Ordered(portal.User)).Number;

        using var answer = await Cancel(portal.User, number, "Trouvé en réserve.");

        var order = await answer.Read<OrderResponse>();
        Assert.Equal((OrderState.Cancelled, "Annulée"), (order.State, order.StateLabel));
        var confirmation = (await portal.MailsOf(number, prepared ? 3 : 2))[^1];
        Assert.EndsWith("-Cancelled", confirmation, StringComparison.Ordinal);
        Assert.Contains("Trouvé en réserve.", (await portal.Mail(confirmation)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrderState.PartlyDeliverable)]
    [InlineData(OrderState.FullyDelivered)]
    public async Task Cancel_OutsideItsWindow_IsRefused_InFrench_WithTheStateThatStands(OrderState state)
    {
        var order = state is OrderState.FullyDelivered ? await portal.Shipped() : await portal.PartlyValidated();

        using var refused = await Cancel(portal.User, order.Number);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "order-cannot-be-cancelled");
        Assert.Equal($"{state}", problem.State);
        var window = (await portal.Find(order.Number)).Cancellation;
        Assert.False(window.Open);
        Assert.Equal(window.Reason, problem.Detail);
    }

    [Fact]
    public async Task ACommand_OnAnOlderVersion_IsRefused()
    {
        var number = (await Ordered(portal.User)).Number;
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
        var first = (await Ordered(portal.User)).Number;
        portal.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = (await Ordered(portal.Stranger)).Number;
        await Waiting.Until(async () => (await Queue(OrderState.ExternalEntry)).SequenceEqual([$"{first} c1", $"{second} c2"]));

        await portal.Moved(first, new { action = "MakeFullyDeliverable" });
        using var cancelled = await Cancel(portal.Stranger, second);

        await Waiting.Until(async () => (await Queue(OrderState.FullyDeliverable)).SequenceEqual([$"{first} c1"])
            && (await Queue(OrderState.Cancelled)).SequenceEqual([$"{second} c2"])
            && !(await Queue(OrderState.ExternalEntry)).Any());
        var lifecycle = await Lifecycle(first, OrchestrationRuntimeStatus.Running);
        Assert.True(lifecycle.ReadCustomStatusAs<LifecycleStatus<OrderState>>()!.Cancellable);
    }

    [Fact]
    public async Task TheDesk_IsGivenEightWorkingHours()
    {
        var order = await Ordered(portal.User);
        await Waiting.Until(async () => (await Queue(OrderState.ExternalEntry)).SequenceEqual([$"{order.Number} c1"]));

        Assert.Equal(
            new DateTimeOffset(2037, 3, 2, 16, 0, 0, TimeSpan.Zero), Assert.Single(await portal.Queue(OrderState.ExternalEntry)).DueAt);
    }

    [Fact]
    public async Task Orders_AreListedNewestFirst_ByState_AndBySite()
    {
        var first = (await Ordered(portal.User)).Number;
        var second = (await Ordered(portal.Supervisor, "p2")).Number;
        using var cancelled = await Cancel(portal.User, first);

        Assert.Equal([second, first], await Numbers(portal.Supervisor, "orders"));
        Assert.Equal([second], await Numbers(portal.Supervisor, "orders?state=ExternalEntry"));
        Assert.Equal([first], await Numbers(portal.Supervisor, "orders?state=Cancelled"));
        Assert.Equal([first], await Numbers(portal.User, "orders"));
        Assert.Empty(await Numbers(portal.User, "orders?state=ExternalEntry"));
        var page = await portal.Supervisor.Get<Page<OrderSummary>>("/api/orders?limit=1");
        Assert.Equal([first], await Numbers(portal.Supervisor, $"orders?limit=1&cursor={page.NextCursor}"));
        using var unknown = await portal.User.GetAsync(new Uri("/api/orders?state=Perdue", UriKind.Relative), Stop);
        await unknown.IsProblem(HttpStatusCode.BadRequest, "validation-failed");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<IEnumerable<OrderNumber>> Numbers(HttpClient client, string list) =>
        (await client.Get<Page<OrderSummary>>($"/api/{list}")).Items.Select(order => order.Number);

    private async Task<IEnumerable<string>> Queue(OrderState state) =>
        (await portal.Queue(state)).Select(order => $"{order.Number} {order.Customer}");

    private async Task<OrchestrationMetadata> Lifecycle(OrderNumber number, OrchestrationRuntimeStatus status)
    {
        var client = portal.Portal.Lifecycles;
        OrchestrationMetadata? found = null;
        await Waiting.Until(async () =>
        {
            found = await client.GetInstanceAsync($"order-{number}", getInputsAndOutputs: true, Stop);
            return found?.RuntimeStatus == status;
        });
        return found!;
    }
}
