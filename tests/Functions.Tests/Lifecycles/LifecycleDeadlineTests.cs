using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Dits;
using Dfm.Functions.Approvals.Responses;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Lifecycles;

/// <summary>What the portal does by itself when nobody acts, end to end: real time, and periods that are short by configuration.</summary>
public sealed class LifecycleDeadlineTests(AzuriteFixture azurite)
{
    private const string Short = "00:00:02";

    [Fact]
    public async Task ADit_RemindsTheServiceDesk_AndClosesByItselfWhenItsWorkIsDone()
    {
        await using var portal = await DitPortal.StartAsync(
            azurite.NewAccount(), InRealTime, Settings("PlanUrgentWithin", "CloseAfter"));
        var number = (await portal.Raised()).Number;

        Assert.Equal([$"dit-{number}-1-Raised", $"dit-{number}-reminder"], await portal.MailsOf(number, 2));
        Assert.Equal("planning@dfm.example.com", Assert.Single((await portal.Mail($"dit-{number}-reminder")).To));
        foreach (var action in (string[])["Plan", "Start", "Finish"])
            await portal.Moved(number, action, action is "Finish" ? "Four remplacé." : null);

        Assert.Equal(
            [
                $"dit-{number}-1-Raised", $"dit-{number}-2-Planned", $"dit-{number}-4-WorkDone", $"dit-{number}-5-Closed",
                $"dit-{number}-reminder",
            ],
            await portal.MailsOf(number, 5));
        var dit = await portal.Find(number);
        Assert.Equal((DitState.Closed, ActorKind.Portal), (dit.State, dit.Journal[^1].ByKind));
    }

    [Fact]
    public async Task AnOrder_RemindsTheDesk_Once()
    {
        await using var portal = await OrderPortal.StartAsync(azurite.NewAccount(), InRealTime, Settings("ValidateWithin"));
        var number = (await OrderPortal.Ordered(portal.User)).Number;

        Assert.Equal([$"order-{number}-1-Placed", $"order-{number}-reminder"], await portal.MailsOf(number, 2));
        Assert.Equal("commandes@dfm.example.com", Assert.Single((await portal.Mail($"order-{number}-reminder")).To));
        await portal.Moved(number, new { action = "MakeFullyDeliverable" });

        Assert.Equal(
            [$"order-{number}-1-Placed", $"order-{number}-2-FullyDeliverable", $"order-{number}-reminder"],
            await portal.MailsOf(number, 3));
    }

    [Fact]
    public async Task AnApproval_Expires_AndTheArticlesComeBack()
    {
        await using var portal = await OrderPortal.StartAsync(azurite.NewAccount(), InRealTime, Settings("ApproveWithin"));
        await portal.Portal.AddAccount("claire", "c1");
        await OrderPortal.RequireApproval(portal.Supervisor);
        var number = (await OrderPortal.Submitted(portal.User, "p1", OrderPortal.Line("T-K", 2))).Number;

        Assert.Equal(
            [$"approval-{number}-expired", $"approval-{number}-requested-{UserId.Parse("claire").Fingerprint}", $"approval-{number}-submitted"],
            await portal.MailsAbout($"approval-{number}-", 3));
        Assert.Equal(ApprovalState.Expired, (await portal.User.Get<ApprovalResponse>($"/api/approvals/{number}")).State);
        Assert.Single((await OrderPortal.CartOf(portal.User)).Items);
    }

    private static void InRealTime(IServiceCollection services) => services.AddSingleton(TimeProvider.System);

    private static Dictionary<string, string> Settings(params string[] periods) =>
        periods.ToDictionary(period => $"Lifecycles__{period}", _ => Short);
}
