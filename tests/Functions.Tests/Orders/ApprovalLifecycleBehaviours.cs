using System.Collections.Concurrent;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Notifications;
using Dfm.Functions.Orders;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Tests.Orders;

/// <summary>
/// The approval's lifecycle itself, with its activities written down in place of done. Runs here on this repository's engine, and in
/// tests/OfficialRuntime.Tests on Microsoft's.
/// </summary>
/// <param name="start">Starts the engine under test.</param>
public abstract class ApprovalLifecycleBehaviours(StartHub start) : Behaviour(start)
{
    private static readonly DateTimeOffset Submitted = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);

    private readonly ConcurrentBag<string> asked = [];

    [Theory]
    [InlineData(ApprovalState.Approved, null)]
    [InlineData(ApprovalState.Refused, "mail approval-refused approval-42-refused to paul@example.test")]
    public async Task WhatASupervisorDecides_IsTold_AndEndsIt(ApprovalState state, string? mail)
    {
        await using var hub = await StartAsync(Functions());
        var id = await ScheduleAsync(hub, nameof(ApprovalLifecycle), Approval(), ApprovalLifecycle.InstanceId(ApprovalNumber.Of(42)));

        await BecomesAsync(hub, id, instance => instance?.SerializedCustomStatus == """{"state":"Pending"}""", "waiting");
        await RuleAsync(hub, id, state);
        var ended = await EndAsync(hub, id);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, state.ToString()), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        Assert.Equal($$"""{"state":"{{state}}"}""", ended.SerializedCustomStatus);
        Assert.Equal(
            [
                "ask 42",
                .. mail is null ? Array.Empty<string>() : [mail],
                "mail approval-submitted approval-42-submitted to paul@example.test",
            ],
            asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ARulingThatComesTwice_IsToldOnce()
    {
        await using var hub = await StartAsync(Functions());
        var id = await ScheduleAsync(hub, nameof(ApprovalLifecycle), Approval());

        await RuleAsync(hub, id, ApprovalState.Refused);
        await RuleAsync(hub, id, ApprovalState.Refused);

        Assert.Equal("Refused", (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Single(asked, "mail approval-refused approval-42-refused to paul@example.test");
    }

    [Theory]
    [InlineData(ApprovalState.Expired, 1)]
    [InlineData(ApprovalState.Approved, 0)]
    public async Task WhenTimeRunsOut_ItAsksToExpire_AndFollowsWhicheverWasStored(ApprovalState stored, int mails)
    {
        await using var hub = await StartAsync(Functions());
        var id = await ScheduleAsync(hub, nameof(ApprovalLifecycle), Approval() with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) });

        await BecomesAsync(hub, id, _ => asked.Contains("expire 42 of C1"), "its expiry");
        await RuleAsync(hub, id, stored);

        Assert.Equal(stored.ToString(), (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Equal(mails, asked.Count(line => line == "mail approval-expired approval-42-expired to paul@example.test"));
        Assert.Single(asked, "expire 42 of C1");
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
        .Activity<Approval, bool>(nameof(AskSupervisors), approval => Asked($"ask {approval!.Number}"))
        .Activity<MailMessage, bool>(
            nameof(AskForMail), mail => Asked($"mail {mail!.Template} {mail.Id} to {mail.Recipient.Email}"))
        .Activity<ExpireApprovalInput, bool>(nameof(ExpireApproval), input => Asked($"expire {input!.Number} of {input.Customer}"));

    private bool Asked(string what)
    {
        asked.Add(what);
        return true;
    }

    private static Task RuleAsync(IHub hub, string id, ApprovalState state)
    {
        var reason = state is ApprovalState.Refused ? "Trop de toner." : null;
        var by = state is ApprovalState.Expired ? null : "Claire";
        return RaiseAsync(hub, id, ApprovalLifecycle.Ruled, new ApprovalRuling(state, Submitted.AddHours(1), by, reason));
    }
}
