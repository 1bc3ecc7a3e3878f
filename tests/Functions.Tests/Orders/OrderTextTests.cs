using System.Net;
using System.Text;
using Dfm.Core.Orders;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>What is typed and pasted into the texts of an order: one line where one is shown, and nothing raw in links and file names.</summary>
public sealed class OrderTextTests(OrderTextTests.OnePortal one) : IClassFixture<OrderTextTests.OnePortal>
{
    private OrderPortal Portal => one.Portal;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AParcel_ForgesNoLineInTheMail_AndItsLinkHasNoSpaces()
    {
        var order = await Portal.Validated();

        var delivery = await Delivered(
            order.Number,
            """
            {"action":"Deliver","carrier":"Chronopost\r\nCode d'accès : 0000\u202E","deliveryNote":" BL\u00A026\t1180",
            "trackingNumber":"XY\u00A0123\u202F456\u200B 789 FR\r\n"}
            """);

        Assert.Equal(
            ("Chronopost Code d'accès : 0000", "BL 26 1180", "XY 123 456 789 FR"),
            (delivery.Carrier, delivery.DeliveryNote, delivery.TrackingNumber));
        Assert.EndsWith("=XY123456789FR", delivery.TrackingLink?.AbsoluteUri, StringComparison.Ordinal);
        var mails = await Portal.MailsOf(order.Number, 3);
        var mail = await Portal.Mail(mails.Single(id => id.Contains("Delivered", StringComparison.Ordinal)));
        Assert.Contains("XY 123 456 789 FR", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nCode d'accès", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', $"{mail.Subject}{mail.Text}{mail.Html}");
    }

    [Theory]
    [InlineData("BL/26\\\\118", "Bon de livraison BL-26-118.pdf")]
    [InlineData("../../etc/passwd", "Bon de livraison ..-..-etc-passwd.pdf")]
    [InlineData("""BL\" 1\r\nSet-Cookie: a=1""", "Bon de livraison BL 1 Set-Cookie- a=1.pdf")]
    [InlineData("""\u202Efdp.exe\u2069""", "Bon de livraison fdp.exe.pdf")]
    [InlineData("Livre\\u0301 n° 7", "Bon de livraison Livré n° 7.pdf")]
    public async Task ADeliveryNote_IsDownloadedUnderACleanName(string number, string name)
    {
        var order = await Portal.Validated();
        await Delivered(order.Number, $$"""{"action":"Deliver","carrier":"DPD","deliveryNote":"{{number}}"}""");

        var route = new Uri($"/api/backoffice/orders/{order.Number}/delivery-notes/1", UriKind.Relative);
        using var pdf = await Portal.Staff.GetAsync(route, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.OK, pdf.StatusCode);
        var disposition = pdf.Content.Headers.ContentDisposition!;
        Assert.Equal(("attachment", name), (disposition.DispositionType, disposition.FileNameStar));
        Assert.DoesNotContain(
            pdf.Content.Headers.NonValidated["Content-Disposition"].ToString(),
            raw => raw is '/' or '\\' || char.IsControl(raw) || raw > '~');
        Assert.False(pdf.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task ACart_IsNormalised_AndItsReasonToo()
    {
        var cart = await Filled(
            Portal.Supervisor, "p3", [Line("T-K\u00A0", 1)], "Code\u00A04512\r\nporte\t3 \u202E", "BC\n2026\u200B-118");
        var item = Assert.Single(cart.Items);
        Assert.Equal(("Code 4512\nporte 3", "BC 2026-118"), (item.Comment, item.CustomerReference));

        var order = Assert.Single(await OrderedCart(Portal.Supervisor, cart));
        using var refused = await Cancel(Portal.Supervisor, order.Number, "\u200B\u3164\r\n");
        await refused.RefusesFields("comment");
    }

    private async Task<DeliveryResponse> Delivered(OrderNumber number, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        var route = new Uri($"/api/backoffice/orders/{number}/transitions", UriKind.Relative);
        using var answer = await Portal.Staff.PostAsync(route, body, Stop);
        return (await answer.Read<OrderResponse>(HttpStatusCode.OK)).Deliveries[^1];
    }

    /// <summary>The portal that all of these tests share: each has an order of its own.</summary>
    public sealed class OnePortal(AzuriteFixture azurite) : IAsyncLifetime
    {
        public OrderPortal Portal { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Portal = await OrderPortal.StartAsync(azurite.NewAccount());

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
