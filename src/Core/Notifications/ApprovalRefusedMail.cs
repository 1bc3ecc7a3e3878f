namespace Dfm.Core.Notifications;

/// <summary>To the requester: a Superviseur refused the cart, with the reason; the items have returned to the cart.</summary>
/// <param name="RefusedBy">The Superviseur's name.</param>
/// <param name="Reason">As written by the Superviseur.</param>
public sealed record ApprovalRefusedMail(ApprovalRecap Approval, string RefusedBy, DateTimeOffset RefusedAt, string Reason) : IApprovalMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalRefused;
}
