using Dfm.Core.Approvals;
using static Dfm.Core.Tests.Approvals.SampleApprovals;
using static Dfm.Core.Tests.Orders.SampleOrders;

namespace Dfm.Core.Tests.Approvals;

public sealed class ApprovalEntryTests
{
    [Fact]
    public void LastOf_TellsOfWhatHappenedLast_WithItsAuthorAndReason()
    {
        Assert.Equal(new(1, Monday, ApprovalState.Pending, "Paul Durand", null) { User = SampleApprovals.Paul.User }, ApprovalEntry.LastOf(In(ApprovalState.Pending)));
        Assert.Equal(
            new(2, Monday.AddHours(1), ApprovalState.Approved, "Claire Martin", null) { User = SampleApprovals.Supervisor }, ApprovalEntry.LastOf(In(ApprovalState.Approved)));
        Assert.Equal(
            new(2, Monday, ApprovalState.Refused, "Claire Martin", "Trop de toner.") { User = SampleApprovals.Supervisor }, ApprovalEntry.LastOf(In(ApprovalState.Refused)));
        Assert.Equal(new(2, Monday.AddDays(7), ApprovalState.Expired, null, null), ApprovalEntry.LastOf(In(ApprovalState.Expired)));
    }
}
