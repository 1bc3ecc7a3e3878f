using System.Text;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>What is wrong with a cancellation or a transition is named by field, and nothing changes.</summary>
public sealed class OrderFormsTests(OrderFormsTests.OnePortal one) : IClassFixture<OrderFormsTests.OnePortal>
{
    private OrderPortal Portal => one.Portal;

    [Theory]
    [InlineData("""{"comment":"  "}""", "comment")]
    [InlineData("{}", "comment")]
    [InlineData("""{"comment":"LONG"}""", "comment")]
    [InlineData("""{"comment":"Oui.","force":true}""", "force")]
    public async Task Cancel_WithoutAProperComment_IsRefused(string body, string field)
    {
        var order = await Ordered(Portal.User);

        using var content = Body(body);
        using var refused = await Portal.User.PostAsync(new Uri($"/api/orders/{order.Number}/cancel", UriKind.Relative), content, Stop);

        await refused.RefusesFields(field);
    }

    [Theory]
    [InlineData("{}", "action")]
    [InlineData("""{"action":"Ship"}""", "action")]
    [InlineData("""{"action":"Cancel"}""", "comment")]
    [InlineData("""{"action":"Cancel","comment":"LONG"}""", "comment")]
    [InlineData("""{"action":"Deliver"}""", "carrier")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","trackingNumber":"LONG"}""", "trackingNumber")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[]}""", "lines")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[null]}""", "lines[0].line", "lines[0].quantity")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[{"line":9,"quantity":1}]}""", "lines[0].line")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[{"line":1,"quantity":-1}]}""", "lines[0].quantity")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[{"line":1,"quantity":0}]}""", "lines[0].quantity")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[{"line":1,"quantity":1.5}]}""", "lines[0].quantity")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[{"line":1,"quantity":4}]}""", "lines[0].quantity")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","lines":[{"line":1,"quantity":1e99}]}""", "lines[0].quantity")]
    [InlineData("""{"action":"AddLine","designation":"Port","quantity":1}""", "price")]
    [InlineData("""{"action":"AddLine","designation":"Port","quantity":1,"price":-1}""", "price")]
    [InlineData("""{"action":"AddLine","designation":"Port","quantity":1,"price":0.001}""", "price")]
    [InlineData("""{"action":"AddLine","designation":"Port","quantity":1,"price":1e20}""", "price")]
    [InlineData("""{"action":"AddLine","designation":"Port","quantity":0,"price":1}""", "quantity")]
    [InlineData("""{"action":"AddLine","designation":" ","quantity":1,"price":1}""", "designation")]
    [InlineData("""{"action":"MakePartlyDeliverable","carrier":"LONG"}""", "carrier")]
    [InlineData("""{"action":"MakePartlyDeliverable","lines":[],"price":1}""", "lines", "price")]
    [InlineData("""{"action":"Deliver","carrier":"DPD","comment":"Porte 3","quantity":1}""", "comment", "quantity")]
    [InlineData("""{"action":"AddLine","designation":"Port","quantity":1,"price":1,"comment":"Porte 3"}""", "comment")]
    [InlineData("""{"action":"Cancel","comment":"Litige.","deliveryNote":"BL-1","trackingNumber":"1"}""", "deliveryNote", "trackingNumber")]
    [InlineData("""{"action":"Cancel","designation":"Port"}""", "comment", "designation")]
    public async Task AWrongTransition_IsRefused_AndChangesNothing(string body, params string[] fields)
    {
        var order = await Portal.Validated();

        using var content = Body(body);
        var route = new Uri($"/api/backoffice/orders/{order.Number}/transitions", UriKind.Relative);
        using var refused = await Portal.Staff.PostAsync(route, content, Stop);

        await refused.RefusesFields(fields);
        Assert.Equal(order.Version, (await Portal.Find(order.Number)).Version);
    }

    [Fact]
    public async Task ATransition_WithOtherActionsFieldsAsNull_IsAccepted()
    {
        var order = await Ordered(Portal.User);
        await Portal.Moved(
            order.Number, new { action = "MakeFullyDeliverable", carrier = (string?)null, lines = (object?)null, price = (decimal?)null });
    }

    private static StringContent Body(string json) =>
        new(json.Replace("LONG", new string('é', 5000), StringComparison.Ordinal), Encoding.UTF8, "application/json");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The portal that all of these tests share: each has an order of its own.</summary>
    public sealed class OnePortal(AzuriteFixture azurite) : IAsyncLifetime
    {
        public OrderPortal Portal { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Portal = await OrderPortal.StartAsync(azurite.NewAccount());

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
