namespace Dfm.Core.Orders;

/// <summary>One line of an approval's journal: each accepted command writes one, and is recognised by it.</summary>
/// <param name="Version">The approval's version after it: the order of the journal.</param>
/// <param name="At">When it was submitted or decided, or expired.</param>
/// <param name="State">The state that stands after it.</param>
/// <param name="By">Who submitted or decided; null when it expired.</param>
/// <param name="Text">Why it was refused, else null.</param>
public sealed record ApprovalEntry(int Version, DateTimeOffset At, ApprovalState State, string? By, string? Text)
{
    /// <summary>The line of what happened last to <paramref name="approval"/>.</summary>
    public static ApprovalEntry LastOf(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return approval.Ruling is { } ruling
            ? new(approval.Version, ruling.At, ruling.State, ruling.By, ruling.Reason)
            : new(approval.Version, approval.RequestedAt, approval.State, approval.RequestedBy.Name, null);
    }
}
