namespace Dfm.Core.Notifications;

/// <summary>To the requester: no Superviseur decided in time; the items have returned to the cart.</summary>
public sealed record ApprovalExpiredMail(ApprovalRecap Approval) : IApprovalMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalExpired;
}
