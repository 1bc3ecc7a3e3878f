using Dfm.Core.Orders;

namespace Dfm.Core.Approvals;

/// <summary>An approval as shown in lists.</summary>
/// <param name="ExpiresAt">When it expires unless it has been decided.</param>
/// <param name="Assets">The number of assets.</param>
/// <param name="Articles">The total quantity.</param>
/// <param name="Orders">The resulting orders.</param>
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
    /// <summary>Creates the summary of an approval.</summary>
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
