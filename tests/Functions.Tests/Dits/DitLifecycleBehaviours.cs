using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Functions.Dits;
using Dfm.Functions.Notifications;
using Dfm.Functions.Tests.Lifecycles;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Tests.Dits;

/// <summary>What the lifecycle of a DIT does on every engine.</summary>
/// <param name="start">Starts the engine under test.</param>
public abstract class DitLifecycleBehaviours(StartHub start) : LifecycleBehaviours(start)
{
    private static readonly DateTimeOffset Raised = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
    private static readonly Actor Desk = new(ActorKind.Staff, "Planification");
    private static readonly Visit Visit = new(Raised.AddDays(1), "Karim");

    [Fact]
    public async Task ADit_IsPlannedWorkedOnAndClosed()
    {
        await using var hub = await StartAsync(Functions());
        var id = await StartAsync(hub, Dit());

        await StatusAsync(hub, id, DitState.AwaitingPlanning, cancellable: true);
        await MoveAsync(hub, id, 2, JournalKind.Planned, DitState.Planned);
        await StatusAsync(hub, id, DitState.Planned, cancellable: false);
        await MoveAsync(hub, id, 3, JournalKind.Started, DitState.InProgress);
        await StatusAsync(hub, id, DitState.InProgress, cancellable: false);
        await MoveAsync(hub, id, 4, JournalKind.WorkDone, DitState.WorkDone, closesAt: DateTimeOffset.UtcNow.AddDays(5));
        await StatusAsync(hub, id, DitState.WorkDone, cancellable: false);
        await MoveAsync(hub, id, 5, JournalKind.Closed, DitState.Closed);
        var ended = await EndAsync(hub, id);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, "Closed"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        Assert.Equal("""{"state":"Closed","cancellable":false}""", ended.SerializedCustomStatus);
        Assert.Equal(
            [
                "file 42: AwaitingPlanning after ", "file 42: Closed after WorkDone", "file 42: InProgress after Planned",
                "file 42: Planned after AwaitingPlanning", "file 42: WorkDone after InProgress",
                "mail dit-closed dit-42-5-Closed to ada@example.test", "mail dit-planned dit-42-2-Planned to ada@example.test",
                "mail dit-registered dit-42-1-Raised to ada@example.test", "mail dit-work-done dit-42-4-WorkDone to ada@example.test",
                "show A-1 of C1", "show A-1 of C1",
            ],
            Asked);
    }

    [Fact]
    public async Task SignalsThatComeTwiceAndOutOfOrder_AreFollowedOnceAndInOrder()
    {
        await using var hub = await StartAsync(Functions());
        var id = await StartAsync(hub, Dit());

        await MoveAsync(hub, id, 3, JournalKind.Started, DitState.InProgress);
        await MoveAsync(hub, id, 3, JournalKind.Started, DitState.InProgress);
        await MoveAsync(hub, id, 2, JournalKind.Planned, DitState.Planned);
        await StatusAsync(hub, id, DitState.InProgress, cancellable: false);
        await MoveAsync(hub, id, 4, JournalKind.Cancelled, DitState.Cancelled);

        Assert.Equal("Cancelled", (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Equal(
            ["file 42: AwaitingPlanning after ", "file 42: Cancelled after InProgress", "file 42: InProgress after Planned",
                "file 42: Planned after AwaitingPlanning"],
            Asked.Where(line => line.StartsWith("file", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ADitThatNobodyPlans_RemindsTheServiceDesk_AndCanBeCancelledStill()
    {
        await using var hub = await StartAsync(Functions());
        var id = await StartAsync(hub, Dit() with { RemindAt = DateTimeOffset.UtcNow.AddSeconds(-1) });

        await BecomesAsync(hub, id, _ => Asked.Contains("remind 42"), "its reminder");
        await StatusAsync(hub, id, DitState.AwaitingPlanning, cancellable: true);
        await MoveAsync(hub, id, 2, JournalKind.Cancelled, DitState.Cancelled, "Réparé par nos soins.");

        Assert.Equal("Cancelled", (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Single(Asked, "remind 42");
        Assert.Contains("mail dit-cancelled dit-42-2-Cancelled to ada@example.test", Asked);
    }

    private static Dit Dit() => new(
        DitNumber.Of(42),
        CustomerId.Parse("C1"),
        new AssetSnapshot(AssetId.Parse("A-1"), SiteId.Parse("S1"), "Lyon", "Canon", "iR", "Copieur « 2e étage »", "SN1", "Bureau", null),
        new DitRequest("PANNE", "Panne", null, "Le copieur s'arrête.", Urgency.Urgent, null, null, null),
        new Person(UserId.Parse("ada"), "Ada", "ada@example.test"),
        Raised,
        DateTimeOffset.UtcNow.AddDays(30),
        DitState.AwaitingPlanning,
        1,
        1,
        null,
        null,
        null,
        []);

    private HubFunctions Functions() => new HubFunctions()
        .Orchestrator<Dit>(nameof(DitLifecycle), async (context, _) => await DitLifecycle.Run(context))
        .Activity<FileInStaffQueueInput, bool>(
            nameof(FileInStaffQueue), input => Ask($"file {input!.Story.Raised.Number}: {input.Story.State} after {input.From}"))
        .Activity<MailMessage, bool>(
            nameof(AskForMail), mail => Ask($"mail {mail!.Template} {mail.Id} to {mail.Recipient.Email}"))
        .Activity<ShowOpenDitsInput, bool>(nameof(ShowOpenDits), input => Ask($"show {input!.Asset} of {input.Customer}"))
        .Activity<Dit, bool>(nameof(RemindServiceDesk), dit => Ask($"remind {dit!.Number}"))
        .Activity<CloseAutomaticallyInput, bool>(nameof(CloseAutomatically), input => Ask($"close {input!.Number}"));

    private static Task<string> StartAsync(IHub hub, Dit raised) => StartAsync(hub, DitLifecycle.Start(raised));

    private static Task MoveAsync(
        IHub hub, string id, int sequence, JournalKind kind, DitState state, string? text = null, DateTimeOffset? closesAt = null)
    {
        var moved = new DitTransition(sequence, Raised.AddHours(sequence), kind, Desk, state, Visit, text, closesAt);
        var signal = DitLifecycle.Signal(DitNumber.Of(42), moved);
        Assert.Equal(id, signal.Instance);
        return SignalAsync(hub, signal);
    }
}
