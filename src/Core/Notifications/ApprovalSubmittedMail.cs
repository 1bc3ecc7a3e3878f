namespace Dfm.Core.Notifications;

/// <summary>To the requester: the cart awaits a Superviseur's approval.</summary>
public sealed record ApprovalSubmittedMail(ApprovalRecap Approval) : IApprovalMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalSubmitted;
}
