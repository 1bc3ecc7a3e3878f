using Dfm.Core.Approvals;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Approvals.Commands;

/// <summary>What follows from a command on an approval: its orchestration is started, then gets the event that ends it.</summary>
public static class ApprovalEffects
{
    /// <summary>The orchestration that follows approvals.</summary>
    public const string Orchestration = "ApprovalLifecycle";

    /// <summary>The external event that carries the <see cref="ApprovalRuling"/>.</summary>
    public const string Ruled = "Ruled";

    public static string InstanceId(ApprovalNumber number) => $"approval-{number}";

    /// <summary>For an approval that was submitted.</summary>
    public static OutboxEffect Start(Approval submitted) =>
        OutboxEffect.StartOrchestration(Orchestration, InstanceId(submitted.Number), submitted);

    /// <summary>For an approval that was ruled on.</summary>
    public static OutboxEffect Of(Approval ruled) => OutboxEffect.RaiseEvent(InstanceId(ruled.Number), Ruled, ruled.Ruling);
}
