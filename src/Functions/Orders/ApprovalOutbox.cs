using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>Tells the lifecycles of approvals at once what the outbox holds for them.</summary>
internal static class ApprovalOutbox
{
    /// <summary>Starts the lifecycle of an approval that was just stored.</summary>
    public static void Submitted(this Outbox outbox, DurableTaskClient lifecycles, Approval submitted) =>
        outbox.Dispatch(lifecycles, submitted, ApprovalLifecycle.Start(submitted));

    /// <summary>Tells of a ruling that was just stored.</summary>
    public static void Ruled(this Outbox outbox, DurableTaskClient lifecycles, Approval ruled) =>
        outbox.Dispatch(lifecycles, ruled, ApprovalLifecycle.Signal(ruled));

    private static void Dispatch(this Outbox outbox, DurableTaskClient lifecycles, Approval approval, OutboxEffect effect) =>
        outbox.Dispatch(lifecycles, TableNames.Orders, approval.Customer, approval.Number.Sequence, effect);
}
