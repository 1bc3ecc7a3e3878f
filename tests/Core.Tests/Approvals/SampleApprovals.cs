using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Core.Orders;
using static Dfm.Core.Tests.Orders.SampleOrders;

namespace Dfm.Core.Tests.Approvals;

/// <summary>Approvals with valid defaults, in any state.</summary>
internal static class SampleApprovals
{
    public static readonly Person Paul = new(UserId.Parse("paul"), "Paul Durand", "paul@example.com");

    public static readonly UserId Supervisor = UserId.Parse("claire");

    /// <summary>Two copiers on the site S1 and one on S2: two orders, once approved.</summary>
    public static IReadOnlyList<CartItem> Items { get; } =
        [Item("A1"), Item("A2", lines: [Line(Black, 1), Line(Staples, 2)]), Item("A3", "S2", "Porte 3")];

    public static Approval Submitted(params CartItem[] items) => ApprovalDecisions.Submit(
        ApprovalNumber.Of(100_001), CustomerId.Parse("C1"), items.Length == 0 ? Items : items, Paul, Monday, Monday.AddDays(7)).Approval;

    /// <summary>
    /// One of each command, by its name; an approval of a cart that is as it was, of which an asset has moved, and an article was withdrawn.
    /// </summary>
    public static IReadOnlyDictionary<string, ApprovalCommand> Commands { get; } = new Dictionary<string, ApprovalCommand>
    {
        ["Approve"] = Approve(),
        ["Approve(moved)"] = Approve(Items[0]),
        ["Approve(withdrawn)"] = Approve() with { Changed = [new CatalogueChange(Items[0].Asset.Asset, Items[0].Lines[0], null)] },
        ["Refuse"] = new Refuse(Monday, "Claire Martin", "Trop de toner.") { User = Supervisor },
        ["Expire"] = new Expire(Monday.AddDays(7)),
    };

    public static Approve Approve(params CartItem[] moved) =>
        new(Monday.AddHours(1), "Claire Martin", moved, Changed: [], [OrderNumber.Of(100_002), OrderNumber.Of(100_003)], Monday.AddHours(9)) { User = Supervisor };

    public static Approval In(ApprovalState state) => state switch
    {
        ApprovalState.Pending => Submitted(),
        ApprovalState.Approved => After("Approve").Approval,
        ApprovalState.Refused => After("Refuse").Approval,
        ApprovalState.Expired => After("Expire").Approval,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static ApprovalChange After(string command) => ApprovalDecisions.Decide(Submitted(), Commands[command]).Value;
}
