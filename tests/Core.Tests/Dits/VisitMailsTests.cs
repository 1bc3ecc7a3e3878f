using System.Text.Json;
using CsCheck;
using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using static Dfm.Core.Tests.Dits.SampleDits;

namespace Dfm.Core.Tests.Dits;

/// <summary>What the mails tell the customer's calendar.</summary>
public sealed class VisitMailsTests
{
    private static readonly PlanVisit Plan = new(Monday, Staff, Tomorrow);

    [Fact]
    public void AVisitThatMoves_StaysTheSameVisit_UntilItIsCalledOff()
    {
        var later = Tomorrow with { PlannedFor = Monday.AddDays(3) };

        var visits = Visits(Plan, new PlanVisit(Monday.AddHours(1), Staff, later), new Withdraw(Monday.AddHours(2), Staff, "Doublon."));

        Assert.Equal(
            [
                new CalendarVisit("dit-100001-2", 0, Monday, Tomorrow.PlannedFor, "Hugo Marchand"),
                new CalendarVisit("dit-100001-2", 1, Monday.AddHours(1), later.PlannedFor, "Hugo Marchand"),
                new CalendarVisit("dit-100001-2", 2, Monday.AddHours(2), later.PlannedFor, "Hugo Marchand"),
            ],
            visits);
    }

    [Fact]
    public void AFollowUpVisit_IsAnotherOne_SoThatTheFirstStaysInTheCalendar()
    {
        var visits = Visits(Plan, new StartWork(Monday, Staff), new LeaveUnfinished(Monday, Staff, "Pièce commandée."), Plan);

        Assert.Equal([("dit-100001-2", 0), ("dit-100001-5", 0)], visits.Select(visit => (visit!.Id, visit.Sequence)));
    }

    [Fact]
    public void ACancellation_CallsOffNoVisit_ThatHasBegunOrNeverWas()
    {
        var withdraw = new Withdraw(Monday, Staff, "Doublon.");

        Assert.Equal([null], Visits(new CancelByCustomer(Monday, Customer, "Réparé.")));
        Assert.Equal([null], Visits(withdraw));
        Assert.Null(Visits(Plan, new StartWork(Monday, Staff), withdraw)[^1]);
        Assert.Null(Visits(Plan, new StartWork(Monday, Staff), new LeaveUnfinished(Monday, Staff, "Pièce."), withdraw)[^1]);
    }

    [Fact]
    public void WhateverHappens_EachVisitBeginsAtZero_AndItsSequenceRises() =>
        Gen.OneOf(Commands.ToArray()).Array[0, 25].Sample(commands =>
            Visits(commands).OfType<CalendarVisit>().GroupBy(visit => visit.Id)
                .All(visit => visit.Select(one => one.Sequence).SequenceEqual(Enumerable.Range(0, visit.Count()))));

    /// <summary>The visits of the mails that the commands lead to, refused commands left out; null for a cancellation without one.</summary>
    private static List<CalendarVisit?> Visits(params DitCommand[] commands)
    {
        var (dit, state) = (Raised().Dit, DitLifecycleState.Begin(Raised().Dit));
        var visits = new List<CalendarVisit?>();
        foreach (var command in commands)
        {
            if (DitDecisions.Decide(dit, command) is not { IsSuccess: true, Value: var change }) continue;
            dit = change.Dit;
            if (change.Transition is not { } transition) continue;
            state = state.After(transition);
            visits.AddRange(DitMails.For(state).Where(mail => mail.Template is MailTemplate.DitPlanned or MailTemplate.DitCancelled).Take(1)
                .Select(mail => JsonSerializer.Deserialize<CalendarVisit>(mail.Model.GetProperty("visit"), MailJson.Options)));
        }

        return visits;
    }
}
