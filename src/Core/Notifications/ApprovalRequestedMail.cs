namespace Dfm.Core.Notifications;

/// <summary>To each Superviseur: a cart waits for approval.</summary>
/// <param name="Approval">The cart.</param>
public sealed record ApprovalRequestedMail(ApprovalRecap Approval) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalRequested;
}
