using System.Text.Json.Serialization;
using Dfm.Core.Approvals;
using Dfm.Core.Notifications;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.DurableTask;

namespace Dfm.Functions.Approvals.Lifecycle;

/// <summary>
/// Follows one approval from its submission to its end: asks the Superviseurs, tells the requester, and lets it expire when nobody decides
/// in time. The approval's row arbitrates; this follows.
/// </summary>
public static class ApprovalLifecycle
{
    /// <summary>Runs until the approval is approved, refused or expired; returns the state it ended in.</summary>
    [Function(ApprovalEffects.Orchestration), Audience(Audience.Platform)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var approval = context.GetInput<Approval>()!;
        context.SetCustomStatus(new ApprovalStatus(approval.State));
        await Task.WhenAll(
            context.CallActivityAsync(nameof(NotifySupervisors), approval, Retries.Storage),
            Enqueue(context, ApprovalMails.Submitted(approval)));
        var ruling = await Ruling(context, approval);
        context.SetCustomStatus(new ApprovalStatus(ruling.State));
        await Task.WhenAll(ApprovalMails.Ended(approval, ruling).Select(mail => Enqueue(context, mail)));
        return ruling.State.ToString();
    }

    /// <summary>The one ruling that there will be: a Superviseur's or, when time has run out, whichever was stored first.</summary>
    private static async Task<ApprovalRuling> Ruling(TaskOrchestrationContext context, Approval approval)
    {
        var rulings = new OrderedEvents<ApprovalRuling>(context, ApprovalEffects.Ruled, _ => 1);
        if (await rulings.Next(1, approval.ExpiresAt) is { } inTime) return inTime;
        var expiring = new ExpireApprovalInput(approval.Customer, approval.Number);
        await context.CallActivityAsync(nameof(ExpireApproval), expiring, Retries.Storage);
        return (await rulings.Next(1, deadline: null))!;
    }

    private static Task Enqueue(TaskOrchestrationContext context, MailMessage mail) =>
        context.CallActivityAsync(nameof(EnqueueEmail), mail, Retries.Storage);
}

/// <summary>What the orchestration of an approval shows of itself.</summary>
public sealed record ApprovalStatus([property: JsonPropertyName("state")] ApprovalState State);
