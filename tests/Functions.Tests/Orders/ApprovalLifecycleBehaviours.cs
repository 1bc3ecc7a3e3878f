using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Notifications;
using Dfm.Functions.Orders;
using Dfm.Functions.Tests.Lifecycles;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Tests.Orders;

/// <summary>What the lifecycle of an approval does on every engine.</summary>
/// <param name="start">Starts the engine under test.</param>
public abstract class ApprovalLifecycleBehaviours(StartHub start) : LifecycleBehaviours(start)
{
    private static readonly DateTimeOffset Submitted = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ApprovalState.Approved, null)]
    [InlineData(ApprovalState.Refused, "mail approval-refused approval-42-refused to paul@example.test")]
    public async Task WhatASupervisorDecides_IsTold_AndEndsIt(ApprovalState state, string? mail)
    {
        await using var hub = await StartAsync(Functions());
        var id = await StartAsync(hub, ApprovalLifecycle.Start(Approval()));

        await BecomesAsync(hub, id, instance => instance?.SerializedCustomStatus == """{"state":"Pending"}""", "waiting");
        await RuleAsync(hub, state);
        var ended = await EndAsync(hub, id);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, state.ToString()), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        Assert.Equal($$"""{"state":"{{state}}"}""", ended.SerializedCustomStatus);
        Assert.Equal(
            [
                "ask 42",
                .. mail is null ? Array.Empty<string>() : [mail],
                "mail approval-submitted approval-42-submitted to paul@example.test",
            ],
            Asked);
    }

    [Fact]
    public async Task ARulingThatComesTwice_IsToldOnce()
    {
        await using var hub = await StartAsync(Functions());
        var id = await StartAsync(hub, ApprovalLifecycle.Start(Approval()));

        await RuleAsync(hub, ApprovalState.Refused);
        await RuleAsync(hub, ApprovalState.Refused);

        Assert.Equal("Refused", (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Single(Asked, "mail approval-refused approval-42-refused to paul@example.test");
    }

    [Theory]
    [InlineData(ApprovalState.Expired, 1)]
    [InlineData(ApprovalState.Approved, 0)]
    public async Task WhenTimeRunsOut_ItAsksToExpire_AndFollowsWhicheverWasStored(ApprovalState stored, int mails)
    {
        await using var hub = await StartAsync(Functions());
        var overdue = Approval() with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) };
        var id = await StartAsync(hub, ApprovalLifecycle.Start(overdue));

        await BecomesAsync(hub, id, _ => Asked.Contains("expire 42 of C1"), "its expiry");
        await RuleAsync(hub, stored);

        Assert.Equal(stored.ToString(), (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Equal(mails, Asked.Count(line => line == "mail approval-expired approval-42-expired to paul@example.test"));
        Assert.Single(Asked, "expire 42 of C1");
    }

    private static Approval Approval() => ApprovalDecisions.Submit(
        ApprovalNumber.Of(42),
        CustomerId.Parse("C1"),
        [
            new(
                new(AssetId.Parse("A-1"), SiteId.Parse("S1"), "Lyon", "Canon", "iR", "Copieur « 2e étage »", "SN1", "Bureau", null),
                new Site(SiteId.Parse("S1"), "Lyon", "1 rue Basse", "69000", "Lyon"),
                [new(ConsumableReference.Parse("T-K"), "Toner noir", ConsumableColour.Black, Included: true, null, 2, 0)],
                "Porte 3",
                null,
                Submitted),
        ],
        new Person(UserId.Parse("paul"), "Paul", "paul@example.test"),
        Submitted,
        DateTimeOffset.UtcNow.AddDays(30));

    private HubFunctions Functions() => new HubFunctions()
        .Orchestrator<Approval>(nameof(ApprovalLifecycle), async (context, _) => await ApprovalLifecycle.Run(context))
        .Activity<Approval, bool>(nameof(AskSupervisors), approval => Ask($"ask {approval!.Number}"))
        .Activity<MailMessage, bool>(
            nameof(AskForMail), mail => Ask($"mail {mail!.Template} {mail.Id} to {mail.Recipient.Email}"))
        .Activity<ExpireApprovalInput, bool>(nameof(ExpireApproval), input => Ask($"expire {input!.Number} of {input.Customer}"));

    private static Task RuleAsync(IHub hub, ApprovalState state)
    {
        var reason = state is ApprovalState.Refused ? "Trop de toner." : null;
        var by = state is ApprovalState.Expired ? null : "Claire";
        var ruling = new ApprovalRuling(state, Submitted.AddHours(1), by, reason);
        return SignalAsync(hub, ApprovalLifecycle.Signal(Approval() with { Ruling = ruling }));
    }
}
