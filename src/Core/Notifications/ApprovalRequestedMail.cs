namespace Dfm.Core.Notifications;

/// <summary>To each Superviseur: a cart awaits approval.</summary>
public sealed record ApprovalRequestedMail(ApprovalRecap Approval) : IApprovalMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalRequested;
}
