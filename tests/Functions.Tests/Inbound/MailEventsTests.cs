using System.Net;
using System.Text.Json;
using Dfm.Core.Notifications;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>What SendGrid's Event Webhook tells of mails that did not arrive.</summary>
public sealed class MailEventsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InboundPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await InboundPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ABounce_IsListed_AndStandsWithWhatTheMailWasAbout()
    {
        var (dit, order, contact) = (await DitPortal.JustRaised(portal.User), await OrderPortal.Ordered(portal.User), await ContactPortal.Sent(portal.User));
        await portal.MailsAbout($"dit-{dit.Number}-", 1);
        await portal.MailsAbout($"order-{order.Number}-", 1);
        await portal.MailsAbout($"contact-{contact.Number}-", 2);

        await Tell(
            Event("1", "bounce", $"dit-{dit.Number}-1-Raised", 10),
            Event("2", "dropped", $"order-{order.Number}-1-Placed", 20),
            Event("3", "bounce", $"contact-{contact.Number}-service", 30),
            Event("4", "bounce", "password-abc", 40),
            Event("5", "delivered", $"dit-{dit.Number}-1-Raised", 50),
            Event("6", "deferred", $"dit-{dit.Number}-1-Raised", 60));

        var listed = await Listed();
        Assert.Equal(
            [(null, MailFailureKind.Bounced), ($"contact-{contact.Number}", MailFailureKind.Bounced), ($"order-{order.Number}", MailFailureKind.Dropped), ($"dit-{dit.Number}", MailFailureKind.Bounced)],
            listed.Select(failure => (failure.About, failure.Kind)));
        Assert.All(listed, failure => Assert.Equal(("paul@example.com", "550 5.1.1 unknown user"), (failure.Recipient, failure.Reason)));
        Assert.Equal([listed[3]], (await portal.Staff.Get<DitResponse>($"/api/backoffice/dits/{dit.Number}")).MailFailures);
        Assert.Equal([listed[2]], (await portal.Staff.Get<OrderResponse>($"/api/backoffice/orders/{order.Number}")).MailFailures);
        Assert.Equal([listed[1]], (await portal.Staff.Get<ContactRequestResponse>($"/api/backoffice/contact-requests/{contact.Number}")).MailFailures);
        Assert.Null((await portal.User.Get<DitResponse>($"/api/dits/{dit.Number}")).MailFailures);
    }

    [Fact]
    public async Task AnEvent_ToldAgain_IsOneFailure()
    {
        await Tell(Event("1", "bounce", "dit-1-1-Raised", 10), Event("1", "bounce", "dit-1-1-Raised", 10));
        await Tell(Event("1", "bounce", "dit-1-1-Raised", 10));

        Assert.Single(await Listed());
    }

    [Fact]
    public async Task ManyFailures_AreAllStored_AndReadPageByPage()
    {
        await Tell([.. Enumerable.Range(1, 250).Select(n => Event($"{n}", "bounce", $"dit-{n % 3}-1-Raised", n))]);

        Assert.Equal(250, (await Listed()).Select(failure => failure.At).Distinct().Count());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[null, 5, {}, {\"event\":\"bounce\"}, {\"event\":5}]")]
    [InlineData("{\"event\":\"bounce\"}")]
    [InlineData("no json")]
    [InlineData("")]
    public async Task WhatTellsNothing_IsTaken_AndIgnored(string body)
    {
        await Send(System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task AnEventOfAnotherApp_OrWithoutAnIdOrATime_IsIgnored()
    {
        var whole = Event("1", "bounce", "dit-1-1-Raised", 10);
        await Tell([.. whole.Keys.Except(["email", "reason"]).Select(field => whole.Where(one => one.Key != field).ToDictionary())]);
        await Tell(new Dictionary<string, object>(whole) { ["mail_id"] = "../secret" }, new(whole) { ["timestamp"] = long.MaxValue });

        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task ARequest_ThatSendGridHasNotSigned_IsRefused()
    {
        using var request = InboundPortal.SignedRequest("events", "[]"u8.ToArray(), "application/json", portal.Portal.Clock.GetUtcNow().AddDays(5));
        using var answer = await portal.Portal.Client.SendAsync(request, Stop);
        await answer.IsProblem(HttpStatusCode.Forbidden, "bad-signature");
    }

    private static Dictionary<string, object> Event(string id, string kind, string mailId, int second) => new()
    {
        ["sg_event_id"] = id,
        ["event"] = kind,
        ["mail_id"] = mailId,
        ["email"] = "paul@example.com",
        ["timestamp"] = 2_000_000_000L + second,
        ["reason"] = "550 5.1.1 unknown user",
    };

    private Task Tell(params Dictionary<string, object>[] events) => Send(JsonSerializer.SerializeToUtf8Bytes(events));

    private async Task Send(byte[] body)
    {
        using var request = InboundPortal.SignedRequest("events", body, "application/json", portal.Portal.Clock.GetUtcNow());
        using var answer = await portal.Portal.Client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private Task<IReadOnlyList<MailFailureResponse>> Listed() => portal.Staff.GetAll<MailFailureResponse>("/api/backoffice/mail-failures");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
