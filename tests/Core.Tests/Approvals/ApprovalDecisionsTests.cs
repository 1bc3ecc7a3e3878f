using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Core.Orders;
using static Dfm.Core.Tests.Approvals.SampleApprovals;
using static Dfm.Core.Tests.Orders.SampleOrders;

namespace Dfm.Core.Tests.Approvals;

public sealed class ApprovalDecisionsTests
{
    private static readonly IReadOnlyDictionary<string, ApprovalCommand> Commands = SampleApprovals.Commands;

    /// <summary>The whole transition table: a row for each state, where each command leads, or the code of its refusal.</summary>
    private const string Table = """
                 Approve                  Approve(moved)           Approve(withdrawn)       Refuse                   Expire
        Pending  Approved                 cart-asset-moved         cart-changed             Refused                  Expired
        Approved approval-already-decided approval-already-decided approval-already-decided approval-already-decided approval-already-decided
        Refused  approval-already-decided approval-already-decided approval-already-decided approval-already-decided approval-already-decided
        Expired  approval-already-decided approval-already-decided approval-already-decided approval-already-decided approval-already-decided
        """;

    public static TheoryData<ApprovalState, string, string> EveryStateAndCommand()
    {
        var rows = Table.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var data = new TheoryData<ApprovalState, string, string>();
        foreach (var row in rows[1..])
            for (var i = 0; i < rows[0].Length; i++)
                data.Add(Enum.Parse<ApprovalState>(row[0]), rows[0][i], row[i + 1]);
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryStateAndCommand))]
    public void EveryCommand_InEveryState_LeadsWhereTheTableSays(ApprovalState state, string command, string expected)
    {
        var result = ApprovalDecisions.Decide(In(state), Commands[command]);

        Assert.Equal(expected, result.IsSuccess ? result.Value.Approval.State.ToString() : result.Problem.Code);
        if (expected is "approval-already-decided") Assert.Equal(state.ToString(), result.Problem?.State);
    }

    [Fact]
    public void TheTable_KnowsEveryStateAndEveryCommand()
    {
        var commands = typeof(ApprovalCommand).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ApprovalCommand))).Select(type => type.Name);

        Assert.Equal(commands.Order(), Commands.Values.Select(command => command.GetType().Name).Distinct().Order());
        Assert.Equal(Enum.GetValues<ApprovalState>().Length * Commands.Count, EveryStateAndCommand().Count);
    }

    [Fact]
    public void ACommand_WithoutARule_IsABug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ApprovalDecisions.Decide(Submitted(), new Unknown()));

    [Fact]
    public void Approve_PlacesTheRequestersOrders_AndNamesWhoApproved()
    {
        var change = After("Approve");

        Assert.Equal(["100002 S1", "100003 S2"], change.Placed.Select(placed => $"{placed.Order.Number} {placed.Order.Site.Id}"));
        Assert.All(change.Placed, placed => Assert.Equal(
            (Paul, "Claire Martin", Monday.AddHours(1), Monday.AddHours(9), "Validée par Claire Martin."),
            (placed.Order.PlacedBy, placed.Order.ApprovedBy, placed.Order.PlacedAt, placed.Order.RemindAt, placed.Entry.Text)));
        Assert.Equal(change.Placed.Select(placed => placed.Order.Number), change.Approval.Orders);
        Assert.Equal(2, change.Approval.Version);
        Assert.Equal(new ApprovalRuling(ApprovalState.Approved, Monday.AddHours(1), "Claire Martin", null) { User = SampleApprovals.Supervisor }, change.Approval.Ruling);
        Assert.Empty(change.Returned);
    }

    [Theory]
    [InlineData("Refuse")]
    [InlineData("Expire")]
    public void WhatIsNotApproved_GoesBack_AndNothingIsOrdered(string command)
    {
        var change = After(command);

        Assert.Equal(Items, change.Returned);
        Assert.Empty(change.Placed);
        Assert.Empty(change.Approval.Orders);
        Assert.Equal(2, change.Approval.Version);
    }

    [Fact]
    public void Approve_WhenAnAssetMovedOrIsGone_NamesIt()
    {
        var moved = ApprovalDecisions.Decide(Submitted(), Approve(Items[1], Items[2])).Problem!;

        Assert.Equal((ProblemKind.Conflict, "cart-asset-moved"), (moved.Kind, moved.Code));
        Assert.Equal(["A2", "A3"], moved.Errors!.Keys);
    }

    [Fact]
    public void Approve_WhenAnArticleWasWithdrawn_NamesIt()
    {
        var changed = ApprovalDecisions.Decide(Submitted(), Commands["Approve(withdrawn)"]).Problem!;

        Assert.Contains("refusez-la", changed.Detail, StringComparison.Ordinal);
        Assert.Contains("« Toner noir » (T-K) n'est plus au catalogue", changed.Errors!["A1"][0], StringComparison.Ordinal);
    }

    [Fact]
    public void Approve_WithoutANumberForEachOrder_IsABug() => Assert.Throws<ArgumentException>(
        () => ApprovalDecisions.Decide(Submitted(), Approve() with { Numbers = [OrderNumber.Of(100_002)] }));

    [Theory]
    [InlineData(ApprovalState.Approved, "Cette demande est déjà validée par Claire Martin.")]
    [InlineData(ApprovalState.Refused, "Cette demande est déjà refusée par Claire Martin.")]
    [InlineData(ApprovalState.Expired, "Cette demande est expirée : les articles sont revenus dans le panier du demandeur.")]
    public void WhoComesTooLate_IsToldWhy(ApprovalState state, string detail) =>
        Assert.Equal(detail, ApprovalDecisions.Decide(In(state), Commands["Refuse"]).Problem?.Detail);

    [Theory]
    [InlineData("paul", "C1", Profile.User, true)]
    [InlineData("rose", "C1", Profile.User, false)]
    [InlineData("claire", "C1", Profile.Supervisor, true)]
    [InlineData("paul", "C2", Profile.User, false)]
    [InlineData("zoe", "C2", Profile.Supervisor, false)]
    public void TheRequesterAndEverySupervisor_SeeIt(string user, string customer, Profile profile, bool visible) => Assert.Equal(
        visible,
        Submitted().IsVisibleTo(new Caller(UserId.Parse(user), CustomerId.Parse(customer), user, $"{user}@example.com", profile, [])));

    [Fact]
    public void WhatComesBack_FindsItsPlaceInTheCart_WhereNothingElseTookIt()
    {
        var meanwhile = new Cart([Item("A1", lines: Line(Black, 6)), Item("B1")]);

        var cart = meanwhile.WithReturned(Items);

        Assert.Equal(["A1", "A2", "A3", "B1"], cart.Items.Select(item => item.Asset.Asset.Value));
        Assert.Equal(6, cart.Items[0].Lines[0].Quantity);
    }

    [Fact]
    public void WhatFindsNoRoom_StaysOut()
    {
        var full = new Cart([.. Enumerable.Range(10, Cart.MaxAssets - 1).Select(n => Item($"B{n}"))]);

        Assert.Equal(
            ["A1", .. full.Items.Select(item => item.Asset.Asset.Value)],
            full.WithReturned(Items).Items.Select(item => item.Asset.Asset.Value));
    }

    [Fact]
    public void Mails_HaveIdsOfTheirOwn_AndTellWhatIsWanted()
    {
        var requested = ApprovalMails.Requested(Submitted(), Claire);
        var submitted = ApprovalMails.Submitted(Submitted());

        Assert.Equal(
            ($"approval-100001-requested-{Claire.User.Fingerprint}", "approval-requested", "claire@example.com"),
            (requested.Id, requested.Template, requested.Recipient.Email));
        Assert.Equal(
            ("approval-100001-submitted", "approval-submitted", "paul@example.com"),
            (submitted.Id, submitted.Template, submitted.Recipient.Email));
        var deliveries = requested.Model.GetProperty("approval").GetProperty("deliveries");
        Assert.Equal(
            ["Site S1: Copieur A1, Copieur A2", "Site S2 Porte 3: Copieur A3"],
            deliveries.EnumerateArray().Select(one => $"{one.GetProperty("siteName")} {one.GetProperty("comment")}".TrimEnd() + ": "
                + string.Join(", ", one.GetProperty("assets").EnumerateArray().Select(asset => asset.GetProperty("designation")))));
    }

    [Theory]
    [InlineData("Approve", "")]
    [InlineData("Refuse", "approval-100001-refused approval-refused paul@example.com")]
    [InlineData("Expire", "approval-100001-expired approval-expired paul@example.com")]
    public void TheEnd_IsToldToTheRequester_UnlessItsOrdersTell(string command, string expected) => Assert.Equal(
        expected,
        string.Join(' ', ApprovalMails.Ended(Submitted(), After(command).Approval.Ruling!)
            .Select(mail => $"{mail.Id} {mail.Template} {mail.Recipient.Email}")));

    private sealed record Unknown() : ApprovalCommand(Monday);
}
