using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Core.Tests.Dits;
using Dfm.Core.Tests.Orders;
using Dfm.Core.Webhooks;

namespace Dfm.Core.Tests.Webhooks;

public sealed class WebhookDeliveryTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 9, 30, 0, TimeSpan.FromHours(1));

    /// <summary>The example of the specification's own libraries (github.com/standard-webhooks/standard-webhooks).</summary>
    [Fact]
    public void ADelivery_IsSignedAsStandardWebhooksDoes()
    {
        const string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var key = Convert.FromBase64String(secret["whsec_".Length..]);

        var signature = WebhookSignature.Of(
            key, "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}""");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
        Assert.Equal(secret, WebhookSignature.SecretText(key));
    }

    [Fact]
    public void APause_DoublesUpToTheLongest_UntilItIsTimeToGiveUp()
    {
        var backOff = new BackOff(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        var pauses = Enumerable.Range(1, 29).Select(failures => backOff.PauseAfter(failures)!.Value.TotalMinutes);

        // 63 minutes, and 23 hours.
        Assert.Equal([1, 2, 4, 8, 16, 32, .. Enumerable.Repeat(60, 23)], pauses);
        Assert.Null(backOff.PauseAfter(30));
        Assert.Null(backOff.PauseAfter(10_000));
    }

    [Theory]
    [InlineData(200, WebhookDeliveryState.Delivered, null)]
    [InlineData(202, WebhookDeliveryState.Delivered, null)]
    [InlineData(301, WebhookDeliveryState.Retrying, "redirected")]
    [InlineData(307, WebhookDeliveryState.Retrying, "redirected")]
    [InlineData(400, WebhookDeliveryState.Retrying, "refused")]
    [InlineData(404, WebhookDeliveryState.Retrying, "refused")]
    [InlineData(410, WebhookDeliveryState.Gone, "gone")]
    [InlineData(429, WebhookDeliveryState.Retrying, "refused")]
    [InlineData(503, WebhookDeliveryState.Retrying, "refused")]
    public void AnAnswer_AcceptsTheEvent_OrEndsTheSubscription_OrIsTriedAgain(int status, WebhookDeliveryState state, string? reason) =>
        Assert.Equal(new WebhookAttempt(state, status, reason), WebhookAttempt.Answered(status));

    [Fact]
    public void ADit_IsAnEvent_WhenItsStateIsAnother_AndNotWhenItsVisitIsMoved()
    {
        var raised = SampleDits.In(DitState.AwaitingPlanning);
        var planned = DitDecisions.Decide(raised, new PlanVisit(At, Staff, new Visit(At.AddDays(1), "Hugo Marchand"))).Value.Dit;
        var moved = DitDecisions.Decide(planned, new PlanVisit(At, Staff, new Visit(At.AddDays(2), "Hugo Marchand"))).Value.Dit;

        Assert.Equal($"dit-{raised.Number}-{raised.Version}", DitStateChanged.Of(null, raised, At)!.Id);
        var happened = DitStateChanged.Of(raised, planned, At)!;
        Assert.Equal((WebhookEventType.DitStateChanged, raised.Customer), (happened.Type, happened.Customer));
        Assert.Equal("Planned", happened.Data.GetProperty("dit").GetProperty("state").GetString());
        Assert.Equal("AwaitingPlanning", happened.Data.GetProperty("previousState").GetString());
        Assert.Contains("\"timestamp\":\"2026-11-26T08:30:00Z\"", happened.ToBody(), StringComparison.Ordinal);
        Assert.Null(DitStateChanged.Of(planned, moved, At));
    }

    [Fact]
    public void AnOrder_IsAnEvent_WhenItsStateIsAnother_AndNotWhenALineIsAdded()
    {
        var placed = SampleOrders.In(OrderState.ExternalEntry);
        var validated = OrderDecisions.Decide(placed, new MakeFullyDeliverable(At, Staff, null)).Value.Order;
        var added = OrderDecisions.Decide(validated, new AddLine(At, Staff, "Frais de port", 1, 12.5m)).Value.Order;

        Assert.Equal("ExternalEntry", OrderStateChanged.Of(placed, validated, At)!.Data.GetProperty("previousState").GetString());
        Assert.Null(OrderStateChanged.Of(validated, added, At));
    }

    private static Actor Staff => new(ActorKind.Staff, "Planning DFM");
}
