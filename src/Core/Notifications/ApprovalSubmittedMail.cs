namespace Dfm.Core.Notifications;

/// <summary>To whoever submitted the cart: it waits for a Superviseur's approval.</summary>
/// <param name="Approval">The cart.</param>
public sealed record ApprovalSubmittedMail(ApprovalRecap Approval) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalSubmitted;
}
