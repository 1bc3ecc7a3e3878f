using System.Text.Json.Serialization;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Notifications;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.Functions.Orders;

/// <summary>
/// Follows one approval from its submission to its end: asks the Superviseurs, tells the requester, and lets it expire when nobody decides
/// in time. The approval's row arbitrates; this follows.
/// </summary>
public static class ApprovalLifecycle
{
    /// <summary>The external event that carries the <see cref="ApprovalRuling"/>.</summary>
    public const string Ruled = "Ruled";

    /// <summary>The instance that follows an approval.</summary>
    public static string InstanceId(ApprovalNumber number) => $"approval-{number}";

    /// <summary>The effect that starts following an approval that was submitted.</summary>
    internal static OutboxEffect Start(Approval submitted) =>
        OutboxEffect.Start(nameof(ApprovalLifecycle), InstanceId(submitted.Number), submitted);

    /// <summary>The effect that tells of the ruling.</summary>
    internal static OutboxEffect Signal(Approval ruled) => OutboxEffect.Signal(InstanceId(ruled.Number), Ruled, ruled.Ruling);

    /// <summary>Runs until the approval is approved, refused or expired; returns the state it ended in.</summary>
    [Function(nameof(ApprovalLifecycle)), Audience(Audience.Platform)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var approval = context.GetInput<Approval>()!;
        context.SetCustomStatus(new ApprovalStatus(approval.State));
        await Task.WhenAll(
            context.CallActivityAsync(nameof(AskSupervisors), approval, Retries.Storage),
            AskFor(context, ApprovalMails.Submitted(approval)));
        var ruling = await Ruling(context, approval);
        context.SetCustomStatus(new ApprovalStatus(ruling.State));
        await Task.WhenAll(ApprovalMails.Ended(approval, ruling).Select(mail => AskFor(context, mail)));
        return ruling.State.ToString();
    }

    /// <summary>The one ruling that there will be: a Superviseur's or, when time has run out, whichever was stored first.</summary>
    private static async Task<ApprovalRuling> Ruling(TaskOrchestrationContext context, Approval approval)
    {
        var rulings = new OrderedSignals<ApprovalRuling>(context, Ruled, _ => 1);
        if (await rulings.Next(1, approval.ExpiresAt) is { } inTime) return inTime;
        var expiring = new ExpireApprovalInput(approval.Customer, approval.Number);
        await context.CallActivityAsync(nameof(ExpireApproval), expiring, Retries.Storage);
        return (await rulings.Next(1, deadline: null))!;
    }

    private static Task AskFor(TaskOrchestrationContext context, MailMessage mail) =>
        context.CallActivityAsync(nameof(AskForMail), mail, Retries.Storage);
}

/// <summary>What the orchestration of an approval shows of itself.</summary>
/// <param name="State">Where the approval stands.</param>
public sealed record ApprovalStatus([property: JsonPropertyName("state")] ApprovalState State);
