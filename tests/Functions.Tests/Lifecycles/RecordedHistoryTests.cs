using System.Net;
using Dfm.Core.Dits;
using Dfm.Functions.Dits.Lifecycle;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Lifecycles;

/// <summary>
/// Orchestrations that were begun by an older version go on with today's code: histories that the real engine has recorded are replayed by
/// today's orchestrators. A failure here means that lifecycles in flight would end with it; docs/operations.md says what to do instead.
/// </summary>
public sealed class RecordedHistoryTests(AzuriteFixture azurite)
{
    public static TheoryData<string> Names => new(RecordedHistory.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void AnOldHistory_ReplaysOnTodaysCode(string name)
    {
        var history = RecordedHistory.Read(name);

        Assert.True(history.Turns().Count() > 2);
        Assert.Empty(history.Replay());
    }

    [Fact]
    public void EveryLifecycle_HasRecordedHistories() => Assert.Equal(
        ["ApprovalLifecycle", "DitLifecycle", "OrderLifecycle"],
        RecordedHistory.Names.Select(name => RecordedHistory.Read(name).Orchestrator).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void AnOrchestrator_WithAnActivityMoreAtItsBeginning_IsNoticed()
    {
        var failures = OfDit().Replay(RecordedHistory.Run<Dit>(async context =>
        {
            await context.CallActivityAsync("Announce", "x");
            return await DitLifecycle.Run(context);
        }));

        Assert.Contains(failures, failure => failure.Contains("NonDeterministic", StringComparison.Ordinal));
    }

    [Fact]
    public void AnOrchestrator_WhoseInputCannotBeReadAnyMore_IsNoticed() =>
        Assert.NotEmpty(OfDit().Replay(RecordedHistory.Run<int>(context => Task.FromResult($"{context.GetInput<int>()}"))));

    /// <summary>
    /// Writes the files anew, with <c>-explicit only</c>: for a new lifecycle alone, since old files stand for instances of older versions.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task Record()
    {
        await RecordDits();
        await RecordOrders();
        await RecordApprovals();
    }

    private async Task RecordDits()
    {
        await using var portal = await DitPortal.StartAsync(azurite.NewAccount(), InRealTime, Settings("PlanUrgentWithin", "CloseAfter"));
        var closed = (await portal.Raised()).Number;
        await portal.MailsOf(closed, 2);
        foreach (var action in (string[])["Plan", "Start", "Finish"])
            await portal.Moved(closed, action, action is "Finish" ? "Four remplacé." : null);
        await RecordedHistory.Record(portal.Portal, $"dit-{closed}", "dit-reminded-and-closed");

        var cancelled = (await portal.Raised(urgency: Urgency.Standard)).Number;
        using var response = await DitPortal.Cancel(portal.User, cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await RecordedHistory.Record(portal.Portal, $"dit-{cancelled}", "dit-cancelled");
    }

    private async Task RecordOrders()
    {
        await using var portal = await OrderPortal.StartAsync(azurite.NewAccount(), InRealTime, Settings("ValidateWithin"));
        var shipped = (await OrderPortal.Ordered(portal.User)).Number;
        await portal.MailsOf(shipped, 2);
        await portal.Moved(shipped, new { action = "MakePartlyDeliverable" });
        var lines = new[] { new { line = 1, quantity = 1 } };
        await portal.Moved(shipped, new { action = "Deliver", carrier = "Chronopost", lines });
        await portal.Moved(shipped, new { action = "Deliver", carrier = "Tournée DFM" });
        await RecordedHistory.Record(portal.Portal, $"order-{shipped}", "order-reminded-and-delivered");

        var cancelled = (await portal.Validated()).Number;
        using var response = await OrderPortal.Cancel(portal.User, cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await RecordedHistory.Record(portal.Portal, $"order-{cancelled}", "order-cancelled");
    }

    private async Task RecordApprovals()
    {
        await using var portal = await OrderPortal.StartAsync(azurite.NewAccount(), InRealTime, Settings("ApproveWithin"));
        await portal.Portal.AddAccount("claire", "c1");
        await OrderPortal.RequireApproval(portal.Supervisor);
        var expired = (await OrderPortal.Submitted(portal.User, "p1", OrderPortal.Line("T-K", 2))).Number;
        await portal.MailsAbout($"approval-{expired}-", 3);
        await RecordedHistory.Record(portal.Portal, $"approval-{expired}", "approval-expired");

        await using var patient = await OrderPortal.StartAsync(azurite.NewAccount(), InRealTime);
        await patient.Portal.AddAccount("claire", "c1");
        await OrderPortal.RequireApproval(patient.Supervisor);
        var approved = (await OrderPortal.Submitted(patient.User, "p1", OrderPortal.Line("T-K", 2))).Number;
        await patient.MailsAbout($"approval-{approved}-", 2);
        using var response = await patient.Supervisor.PostAsync(
            new Uri($"/api/approvals/{approved}/approve", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await RecordedHistory.Record(patient.Portal, $"approval-{approved}", "approval-approved");
    }

    private static RecordedHistory OfDit() => RecordedHistory.Read("dit-reminded-and-closed");

    private static void InRealTime(IServiceCollection services) => services.AddSingleton(TimeProvider.System);

    private static Dictionary<string, string> Settings(params string[] periods) =>
        periods.ToDictionary(period => $"Lifecycles__{period}", _ => "00:00:02");
}
