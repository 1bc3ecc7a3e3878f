namespace Dfm.Core.Orders;

/// <summary>What lists show of an approval.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateLabel">The same in French.</param>
/// <param name="RequestedBy">Whose cart it was.</param>
/// <param name="RequestedAt">When it was submitted.</param>
/// <param name="ExpiresAt">When it expires unless somebody has decided by then.</param>
/// <param name="Assets">For how many assets.</param>
/// <param name="Articles">How many articles are wanted in all.</param>
/// <param name="Orders">The orders that came of it.</param>
public sealed record ApprovalSummary(
    ApprovalNumber Number,
    ApprovalState State,
    string StateLabel,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    int Assets,
    int Articles,
    IReadOnlyList<OrderNumber> Orders)
{
    /// <summary>The approval as it stands, for a list.</summary>
    public static ApprovalSummary Of(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return new(
            approval.Number,
            approval.State,
            approval.State.Label(),
            approval.RequestedBy.Name,
            approval.RequestedAt,
            approval.ExpiresAt,
            approval.Items.Count,
            approval.Items.Sum(item => item.Lines.Sum(line => line.Quantity)),
            approval.Orders);
    }
}
