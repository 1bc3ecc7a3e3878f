using CsCheck;
using Dfm.Core.Attachments;
using Dfm.Core.Dits;
using static Dfm.Core.Tests.Dits.SampleDits;

namespace Dfm.Core.Tests.Dits;

public class DitDecisionsTests
{
    /// <summary>The whole transition table: a row for each state, where each command leads; « . » where it is refused.</summary>
    private const string Table = """
                          CancelByCustomer PlanVisit StartWork  FinishWork LeaveUnfinished Reopen          Close  CloseAfterDelay Withdraw  AddMessage       AddAttachments
        AwaitingPlanning  Cancelled        Planned   .          .          .               .               .      .               Cancelled AwaitingPlanning AwaitingPlanning
        Planned           .                Planned   InProgress .          .               .               .      .               Cancelled Planned          Planned
        InProgress        .                .         .          WorkDone   WorkNotFinished .               .      .               Cancelled InProgress       InProgress
        WorkDone          .                .         .          .          .               WorkNotFinished Closed Closed          .         WorkDone         WorkDone
        WorkNotFinished   .                Planned   .          .          .               .               .      .               Cancelled WorkNotFinished  WorkNotFinished
        Closed            .                .         .          .          .               .               .      .               .         .                .
        Cancelled         .                .         .          .          .               .               .      .               .         .                .
        """;

    public static TheoryData<DitState, string, string> EveryStateAndCommand()
    {
        var rows = Table.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var data = new TheoryData<DitState, string, string>();
        foreach (var row in rows[1..])
            for (var i = 0; i < rows[0].Length; i++)
                data.Add(Enum.Parse<DitState>(row[0]), rows[0][i], row[i + 1]);
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryStateAndCommand))]
    public void EveryCommand_InEveryState_LeadsWhereTheTableSays(DitState state, string command, string expected)
    {
        var result = DitDecisions.Decide(In(state), Commands.Single(c => c.GetType().Name == command));

        Assert.Equal(expected, result.IsSuccess ? result.Value.Dit.State.ToString() : ".");
    }

    [Fact]
    public void TheTable_KnowsEveryStateAndEveryCommand()
    {
        var commands = typeof(DitCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DitCommand))).Select(type => type.Name);

        Assert.Equal(commands.Order(), Commands.Select(command => command.GetType().Name).Order());
        Assert.Equal(Enum.GetValues<DitState>().Length * Commands.Count, EveryStateAndCommand().Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void CloseAfterDelay_OfAnotherTransitionThanTheLast_IsRefused(int sequence) =>
        Assert.False(DitDecisions.Decide(In(DitState.WorkDone), new CloseAfterDelay(Monday, sequence)).IsSuccess);

    [Fact]
    public void ACommand_WithoutARule_IsABug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DitDecisions.Decide(In(DitState.Planned), new Unknown()));

    [Theory]
    [InlineData(DitState.Planned)]
    [InlineData(DitState.InProgress)]
    [InlineData(DitState.WorkDone)]
    [InlineData(DitState.WorkNotFinished)]
    [InlineData(DitState.Closed)]
    [InlineData(DitState.Cancelled)]
    public void Cancel_AfterPlanning_IsRefusedWithTheStateThatStands(DitState state)
    {
        var problem = DitDecisions.Decide(In(state), Commands[0]).Problem!;

        Assert.Equal((ProblemKind.Conflict, "dit-cannot-be-cancelled", state.ToString()), (problem.Kind, problem.Code, problem.State));
        Assert.StartsWith("Cette demande ne peut plus être annulée", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCancellationWindow_IsOpen_WhereTheCustomerMayCancel() => Assert.All(
        Enum.GetValues<DitState>(),
        state => Assert.Equal(DitDecisions.Decide(In(state), Commands[0]).IsSuccess, state.CancellationWindow().Open));

    [Fact]
    public void AnyAcceptedCommand_AddsOneVersionAndOneLineToTheJournal() => Gen.Int[0, Commands.Count - 1].Array[1, 30].Sample(picks =>
    {
        var dit = Raised().Dit;
        foreach (var command in picks.Select(pick => Commands[pick]))
        {
            var result = DitDecisions.Decide(dit, command);
            if (!result.IsSuccess) continue;
            var change = result.Value;
            Assert.Equal(dit.Version + 1, change.Dit.Version);
            Assert.Equal((change.Dit.Version, change.Dit.State), (change.Entry.Version, change.Entry.State));
            Assert.Equal(change.Transition is null ? dit.Transitions : dit.Transitions + 1, change.Dit.Transitions);
            Assert.Equal(change.Dit.State is DitState.WorkDone, change.Dit.ClosesAt is not null);
            Assert.True(change.Dit.Attachments.Count <= AttachmentRules.MaxFiles);
            dit = change.Dit;
        }
    });

    [Fact]
    public void AddAttachments_PastTen_IsRefused()
    {
        var full = Raised([.. Enumerable.Range(0, 9).Select(i => File($"{i}.png"))]).Dit;

        Assert.True(DitDecisions.Decide(full, new AddAttachments(Monday, Customer, [File("10.png")])).IsSuccess);
        Assert.Equal(
            "too-many-attachments",
            DitDecisions.Decide(full, new AddAttachments(Monday, Customer, [File("10.png"), File("11.png")])).Problem?.Code);
    }

    private sealed record Unknown() : DitCommand(Monday, Staff);
}
