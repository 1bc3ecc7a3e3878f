using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Lifecycle;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Mail;
using Dfm.Functions.Tests.Lifecycles;

namespace Dfm.Functions.Tests.Dits;

/// <summary>The lifecycle of a DIT step by step, every step replayed; its activities are written down in place of done.</summary>
public sealed class DitLifecycleTests
{
    private static readonly DateTimeOffset Raised = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset RemindAt = Raised.AddHours(4);
    private static readonly Actor Desk = new(ActorKind.Staff, "Planification");
    private static readonly Actor Ada = new(ActorKind.Customer, "Ada", "ada@example.test");
    private static readonly Visit Visit = new(Raised.AddDays(1), "Karim");

    [Fact]
    public void ADit_IsPlannedWorkedOnAndClosed()
    {
        var dit = Begun();
        Assert.Equal("dit-42", dit.Instance);
        Assert.Equal(Status(DitState.AwaitingPlanning, cancellable: true), dit.Status);

        Move(dit, 2, DitEntryKind.Planned, DitState.Planned);
        Assert.Equal(Status(DitState.Planned), dit.Status);
        Move(dit, 3, DitEntryKind.Started, DitState.InProgress);
        Assert.Equal(Status(DitState.InProgress), dit.Status);
        Move(dit, 4, DitEntryKind.WorkDone, DitState.WorkDone, closesAt: Raised.AddDays(7));
        Assert.Equal(Status(DitState.WorkDone), dit.Status);
        Assert.Null(dit.Output);
        Move(dit, 5, DitEntryKind.Closed, DitState.Closed);

        Assert.Equal(Status(DitState.Closed), dit.Status);
        Assert.Equal("Closed", dit.Output);
        Assert.Equal(
            [
                "file 42: AwaitingPlanning after ", "mail dit-registered dit-42-1-Raised to ada@example.test", "show A-1 of C1",
                "file 42: Planned after AwaitingPlanning", "mail dit-planned dit-42-2-Planned to ada@example.test",
                "file 42: InProgress after Planned",
                "file 42: WorkDone after InProgress", "mail dit-work-done dit-42-4-WorkDone to ada@example.test",
                "file 42: Closed after WorkDone", "mail dit-closed dit-42-5-Closed to ada@example.test", "show A-1 of C1",
            ],
            dit.Asked);
    }

    [Theory]
    [MemberData(nameof(ReplayedLifecycle.Arrivals), MemberType = typeof(ReplayedLifecycle))]
    public void SignalsThatComeTwiceAndOutOfOrder_AreFollowedOnceAndInOrder(int[] arrivals)
    {
        var dit = Begun();

        foreach (var sequence in arrivals.SelectMany(sequence => new[] { sequence, sequence }))
        {
            var (kind, state) = sequence switch
            {
                2 => (DitEntryKind.Planned, DitState.Planned),
                3 => (DitEntryKind.Started, DitState.InProgress),
                _ => (DitEntryKind.Cancelled, DitState.Cancelled),
            };
            Move(dit, sequence, kind, state);
        }

        Assert.Equal("Cancelled", dit.Output);
        Assert.Equal(
            [
                "file 42: AwaitingPlanning after ", "file 42: Planned after AwaitingPlanning", "file 42: InProgress after Planned",
                "file 42: Cancelled after InProgress",
            ],
            dit.Asked.Where(line => line.StartsWith("file", StringComparison.Ordinal)));
        Assert.All(dit.Asked.Where(line => line.StartsWith("mail", StringComparison.Ordinal)), mail => Assert.Single(dit.Asked, mail));
    }

    [Fact]
    public void ADitThatNobodyPlans_RemindsTheServiceDesk_AndCanBeCancelledStill()
    {
        var dit = Begun();

        dit.AdvanceTo(RemindAt.AddSeconds(-1));
        Assert.DoesNotContain("remind 42", dit.Asked);
        dit.AdvanceTo(RemindAt);
        Assert.Contains("remind 42", dit.Asked);
        Assert.Equal(Status(DitState.AwaitingPlanning, cancellable: true), dit.Status);
        Assert.Null(dit.NextTimer);
        Move(dit, 2, DitEntryKind.Cancelled, DitState.Cancelled, "Réparé par nos soins.", by: Ada);

        Assert.Equal("Cancelled", dit.Output);
        Assert.Single(dit.Asked, "remind 42");
        Assert.Contains("mail dit-cancelled dit-42-2-Cancelled to ada@example.test", dit.Asked);
    }

    [Fact]
    public void ADitThatIsPlannedInTime_RemindsNobody()
    {
        var dit = Begun();

        Move(dit, 2, DitEntryKind.Planned, DitState.Planned);
        dit.AdvanceTo(RemindAt.AddDays(1));
        Move(dit, 3, DitEntryKind.Cancelled, DitState.Cancelled);

        Assert.Equal("Cancelled", dit.Output);
        Assert.DoesNotContain("remind 42", dit.Asked);
    }

    [Fact]
    public void ADitWhoseReminderIsOverdueAtItsStart_RemindsAtOnce()
    {
        var dit = Lifecycle(RemindAt.AddHours(1)).Begin();

        dit.AdvanceTo(dit.Now);

        Assert.Contains("remind 42", dit.Asked);
    }

    /// <summary>Five working days are longer than the three days that the worker lets a timer last: it takes it in parts.</summary>
    [Fact]
    public void ADitWhoseWorkIsDone_ClosesByItself()
    {
        var dit = Done(closesAt: Raised.AddDays(7));

        dit.AdvanceTo(Raised.AddDays(7).AddSeconds(-1));
        Assert.DoesNotContain("close 42 as of 4", dit.Asked);
        dit.AdvanceTo(Raised.AddDays(7));
        Assert.Equal("close 42 as of 4", dit.Asked[^1]);
        Assert.Null(dit.Output);
        Move(dit, 5, DitEntryKind.Closed, DitState.Closed, by: Actor.Portal);

        Assert.Equal("Closed", dit.Output);
        Assert.Single(dit.Asked, "close 42 as of 4");
    }

    [Fact]
    public void ADitThatIsReopened_ClosesFiveDaysAfterItsNewWorkAlone()
    {
        var dit = Done(closesAt: Raised.AddDays(7));

        Move(dit, 5, DitEntryKind.Reopened, DitState.WorkNotFinished);
        dit.AdvanceTo(Raised.AddDays(8));
        Move(dit, 6, DitEntryKind.Planned, DitState.Planned);
        Move(dit, 7, DitEntryKind.Started, DitState.InProgress);
        Move(dit, 8, DitEntryKind.WorkDone, DitState.WorkDone, closesAt: Raised.AddDays(15));
        Assert.DoesNotContain(dit.Asked, line => line.StartsWith("close", StringComparison.Ordinal));
        dit.AdvanceTo(Raised.AddDays(15));

        Assert.Equal("close 42 as of 8", Assert.Single(dit.Asked, line => line.StartsWith("close", StringComparison.Ordinal)));
        Assert.Null(dit.Output);
    }

    [Fact]
    public void AnActivityThatFails_IsTriedAgain_EveryTimeLater()
    {
        var dit = Lifecycle(Raised).Fail(nameof(EnqueueEmail), times: 3).Begin();

        Assert.Equal(1, Mails());
        dit.AdvanceTo(Raised.AddSeconds(2));
        Assert.Equal(2, Mails());
        dit.AdvanceTo(Raised.AddSeconds(2 + 4));
        Assert.Equal(3, Mails());
        dit.AdvanceTo(Raised.AddSeconds(2 + 4 + 8 - 1));
        Assert.Equal(3, Mails());
        dit.AdvanceTo(Raised.AddSeconds(2 + 4 + 8));
        Assert.Equal(4, Mails());
        dit.AdvanceTo(RemindAt);

        Assert.Equal(4, Mails());
        Assert.Contains("remind 42", dit.Asked);

        int Mails() => dit.Asked.Count(line => line.StartsWith("mail", StringComparison.Ordinal));
    }

    /// <summary>An outage of the platform delays a lifecycle and does not end it.</summary>
    [Fact]
    public void AnActivityThatFailsForHours_EndsNothing()
    {
        var dit = Lifecycle(Raised).Fail(nameof(UpdateDitQueue), times: 30).Begin();

        Move(dit, 2, DitEntryKind.Cancelled, DitState.Cancelled, "Réparé par nos soins.", by: Ada);
        dit.AdvanceTo(Raised.AddHours(3));
        Assert.Null(dit.Output);
        dit.AdvanceTo(Raised.AddHours(5));

        Assert.Equal("Cancelled", dit.Output);
        Assert.Equal(1 + 30 + 1, dit.Asked.Count(line => line.StartsWith("file", StringComparison.Ordinal)));
    }

    [Fact]
    public void Activities_AreTriedForFourDays()
    {
        var policy = Retries.Storage.Retry!.Policy!;

        Assert.InRange((policy.MaxNumberOfAttempts - 10) * policy.MaxRetryInterval, TimeSpan.FromDays(4), TimeSpan.FromDays(5));
    }

    private static Dit Dit() => new(
        DitNumber.Of(42),
        CustomerId.Parse("C1"),
        new AssetSnapshot(AssetId.Parse("A-1"), SiteId.Parse("S1"), "Lyon", "Canon", "iR", "Copieur « 2e étage »", "SN1", "Bureau", null),
        new DitRequest("PANNE", "Panne", null, "Le copieur s'arrête.", Urgency.Urgent, null, null, null),
        new Person(UserId.Parse("ada"), "Ada", "ada@example.test"),
        Raised,
        RemindAt,
        DitState.AwaitingPlanning,
        1,
        1,
        null,
        null,
        null,
        []);

    private static ReplayedLifecycle Lifecycle(DateTimeOffset now) => ReplayedLifecycle
        .Of<Dit>(DitLifecycle.Run, DitEffects.Start(Dit()), now)
        .On<StaffQueueEntry<DitState, DitSummary>>(
            nameof(UpdateDitQueue), entry => $"file {entry.Number}: {entry.State} after {entry.From}")
        .On<MailMessage>(nameof(EnqueueEmail), ReplayedLifecycle.ShownMail)
        .On<UpdateOpenDitsInput>(nameof(UpdateOpenDits), input => $"show {input.Asset} of {input.Customer}")
        .On<Dit>(nameof(RemindServiceDesk), dit => $"remind {dit.Number}")
        .On<CloseAutomaticallyInput>(nameof(CloseAutomatically), input => $"close {input.Number} as of {input.Sequence}");

    private static ReplayedLifecycle Begun() => Lifecycle(Raised).Begin();

    /// <summary>A DIT whose work is reported done.</summary>
    private static ReplayedLifecycle Done(DateTimeOffset closesAt)
    {
        var dit = Begun();
        Move(dit, 2, DitEntryKind.Planned, DitState.Planned);
        Move(dit, 3, DitEntryKind.Started, DitState.InProgress);
        Move(dit, 4, DitEntryKind.WorkDone, DitState.WorkDone, closesAt: closesAt);
        return dit;
    }

    private static void Move(
        ReplayedLifecycle dit,
        int sequence,
        DitEntryKind kind,
        DitState state,
        string? text = null,
        DateTimeOffset? closesAt = null,
        Actor? by = null) =>
        dit.Signal(DitEffects.Of(new DitChange(
            Dit(), null!, new DitTransition(sequence, Raised.AddHours(sequence), kind, by ?? Desk, state, Visit, text, closesAt)), [])!);

    private static string Status(DitState state, bool cancellable = false) => ReplayedLifecycle.StatusOf($"{state}", cancellable);
}
