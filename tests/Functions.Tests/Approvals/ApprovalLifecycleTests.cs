using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Catalogue;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Lifecycle;
using Dfm.Functions.Mail;
using Dfm.Functions.Tests.Lifecycles;

namespace Dfm.Functions.Tests.Approvals;

/// <summary>The lifecycle of an approval step by step, every step replayed; its activities are written down in place of done.</summary>
public sealed class ApprovalLifecycleTests
{
    private static readonly DateTimeOffset Submitted = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset ExpiresAt = Submitted.AddDays(7);
    private static readonly string[] AtFirst = ["ask 42", "mail approval-submitted approval-42-submitted to paul@example.test"];

    [Theory]
    [InlineData(ApprovalState.Approved, null)]
    [InlineData(ApprovalState.Refused, "mail approval-refused approval-42-refused to paul@example.test")]
    public void WhatASupervisorDecides_IsTold_AndEndsIt(ApprovalState state, string? mail)
    {
        var approval = Begun();
        Assert.Equal("approval-42", approval.Instance);
        Assert.Equal("""{"state":"Pending"}""", approval.Status);

        Rule(approval, state);

        Assert.Equal(state.ToString(), approval.Output);
        Assert.Equal($$"""{"state":"{{state}}"}""", approval.Status);
        Assert.Equal(mail is null ? AtFirst : [.. AtFirst, mail], approval.Asked);
    }

    [Fact]
    public void ARulingThatComesTwice_IsToldOnce()
    {
        var approval = Begun().Fail(nameof(EnqueueEmail), times: 1);

        Rule(approval, ApprovalState.Refused);
        Rule(approval, ApprovalState.Refused);
        approval.AdvanceTo(Submitted.AddSeconds(2));

        Assert.Equal("Refused", approval.Output);
        // The one that failed, and its second try.
        Assert.Equal(2, approval.Asked.Count(line => line == "mail approval-refused approval-42-refused to paul@example.test"));
    }

    [Fact]
    public void ARulingThatComesBeforeAnybodyWasAsked_IsFollowed()
    {
        var approval = Lifecycle().Fail(nameof(NotifySupervisors), times: 1).Begin();

        Rule(approval, ApprovalState.Approved);
        Assert.Null(approval.Output);
        approval.AdvanceTo(Submitted.AddSeconds(2));

        Assert.Equal("Approved", approval.Output);
        Assert.Equal([.. AtFirst, "ask 42"], approval.Asked);
    }

    [Fact]
    public void ADecisionInTime_LetsNothingExpire()
    {
        var approval = Begun().Fail(nameof(EnqueueEmail), times: 100);

        approval.AdvanceTo(ExpiresAt.AddMinutes(-1));
        Rule(approval, ApprovalState.Refused);
        Assert.Null(approval.Output);
        approval.AdvanceTo(ExpiresAt.AddDays(1));

        Assert.Equal("Refused", approval.Output);
        Assert.DoesNotContain("expire 42 of C1", approval.Asked);
    }

    [Theory]
    [InlineData(ApprovalState.Expired, 1)]
    [InlineData(ApprovalState.Approved, 0)]
    public void WhenTimeRunsOut_ItAsksToExpire_AndFollowsWhicheverWasStored(ApprovalState stored, int mails)
    {
        var approval = Begun();

        approval.AdvanceTo(ExpiresAt.AddSeconds(-1));
        Assert.Equal(AtFirst, approval.Asked);
        approval.AdvanceTo(ExpiresAt);
        Assert.Equal([.. AtFirst, "expire 42 of C1"], approval.Asked);
        Assert.Equal("""{"state":"Pending"}""", approval.Status);
        Rule(approval, stored);

        Assert.Equal(stored.ToString(), approval.Output);
        Assert.Equal(mails, approval.Asked.Count(line => line == "mail approval-expired approval-42-expired to paul@example.test"));
        Assert.Single(approval.Asked, "expire 42 of C1");
    }

    [Fact]
    public void AnExpiryThatCannotBeStored_IsTriedAgain_AndARulingMeanwhileIsFollowed()
    {
        var approval = Begun().Fail(nameof(ExpireApproval), times: 2);

        approval.AdvanceTo(ExpiresAt.AddSeconds(2));
        Rule(approval, ApprovalState.Approved);
        approval.AdvanceTo(ExpiresAt.AddSeconds(2 + 4));

        Assert.Equal("Approved", approval.Output);
        Assert.Equal(3, approval.Asked.Count(line => line == "expire 42 of C1"));
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
        ExpiresAt).Approval;

    private static ReplayedLifecycle Lifecycle() => ReplayedLifecycle
        .Of<Approval>(ApprovalLifecycle.Run, ApprovalEffects.Start(Approval()), Submitted)
        .On<Approval>(nameof(NotifySupervisors), approval => $"ask {approval.Number}")
        .On<MailMessage>(nameof(EnqueueEmail), ReplayedLifecycle.ShownMail)
        .On<ExpireApprovalInput>(nameof(ExpireApproval), input => $"expire {input.Number} of {input.Customer}");

    private static ReplayedLifecycle Begun() => Lifecycle().Begin();

    private static void Rule(ReplayedLifecycle approval, ApprovalState state)
    {
        var reason = state is ApprovalState.Refused ? "Trop de toner." : null;
        var by = state is ApprovalState.Expired ? null : "Claire";
        var ruling = new ApprovalRuling(state, approval.Now, by, reason);
        approval.Signal(ApprovalEffects.Of(Approval() with { Ruling = ruling }));
    }
}
