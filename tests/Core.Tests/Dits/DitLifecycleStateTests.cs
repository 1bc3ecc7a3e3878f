using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using static Dfm.Core.Tests.Dits.SampleDits;

namespace Dfm.Core.Tests.Dits;

public class DitStoryTests
{
    [Fact]
    public void ANewStory_WaitsForThePlannerUntilTheReminder()
    {
        var story = DitLifecycleState.Begin(Raised().Dit);

        Assert.Equal(new Deadline(DeadlineKind.Remind, Monday.AddHours(4)), story.Deadline);
        Assert.Null(story.AfterDeadline().Deadline);
    }

    [Fact]
    public void WorkDone_WaitsForItsClosing_AndReopenedForNothing()
    {
        var done = StateAfter(DitState.InProgress, new FinishWork(Monday, Staff, "Fait.", Monday.AddDays(7)));
        var reopened = StateAfter(DitState.WorkDone, new Reopen(Monday, Staff, "La panne est revenue."));

        Assert.Equal(new Deadline(DeadlineKind.Close, Monday.AddDays(7)), done.Deadline);
        Assert.Null(reopened.Deadline);
    }

    [Theory]
    [InlineData(DitState.AwaitingPlanning, typeof(PlanVisit), "dit-planned")]
    [InlineData(DitState.Planned, typeof(StartWork), "")]
    [InlineData(DitState.InProgress, typeof(FinishWork), "dit-work-done")]
    [InlineData(DitState.InProgress, typeof(LeaveUnfinished), "")]
    [InlineData(DitState.WorkDone, typeof(Close), "dit-closed")]
    [InlineData(DitState.WorkDone, typeof(Reopen), "")]
    [InlineData(DitState.AwaitingPlanning, typeof(CancelByCustomer), "dit-cancelled")]
    [InlineData(DitState.Planned, typeof(Withdraw), "dit-cancelled")]
    public void EachTransition_AsksForItsMail(DitState from, Type command, string template) => Assert.Equal(
        template,
        string.Join(' ', DitMails.For(StateAfter(from, Commands.Single(c => c.GetType() == command))).Select(mail => mail.Template)));

    [Fact]
    public void ANewDit_IsConfirmedToWhoeverRaisedIt_WithItsNumber()
    {
        var mail = Assert.Single(DitMails.For(DitLifecycleState.Begin(Raised(File("ecran.png")).Dit)));

        Assert.Equal(("dit-registered", "claire@example.com"), (mail.Template, mail.Recipient.Email));
        Assert.Equal("100001", mail.Model.GetProperty("dit").GetProperty("number").GetString());
    }

    [Fact]
    public void ACancellation_ByAColleague_IsConfirmedToBoth()
    {
        var colleague = new Actor(ActorKind.Customer, "Paul Petit", "paul@example.com");
        var mails = DitMails.For(StateAfter(DitState.AwaitingPlanning, new CancelByCustomer(Monday, colleague, "Doublon.")));

        Assert.Equal(["claire@example.com", "paul@example.com"], mails.Select(mail => mail.Recipient.Email));
        Assert.Equal(2, mails.Select(mail => mail.Id).Distinct().Count());
    }

    [Fact]
    public void TheClosingMail_RepeatsTheLastReport()
    {
        var closed = StateAfter(DitState.WorkDone, new Close(Monday, Actor.Portal));

        Assert.Equal("Fait.", Assert.Single(DitMails.For(closed)).Model.GetProperty("report").GetString());
    }

    [Fact]
    public void MailIds_DifferByTransition_SoThatEachVisitIsAnnounced()
    {
        var first = StateAfter(DitState.AwaitingPlanning, Commands[1]);
        var second = StateAfter(DitState.Planned, Commands[1]);

        Assert.NotEqual(DitMails.For(first)[0].Id, DitMails.For(second)[0].Id);
    }

    private static DitLifecycleState StateAfter(DitState from, DitCommand command) =>
        DitLifecycleState.Begin(Raised().Dit).After(DitDecisions.Decide(In(from), command).Value.Transition!);
}
