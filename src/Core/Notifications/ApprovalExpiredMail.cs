namespace Dfm.Core.Notifications;

/// <summary>To whoever submitted the cart: no Superviseur decided in time; its articles are back in the cart.</summary>
/// <param name="Approval">The cart.</param>
public sealed record ApprovalExpiredMail(ApprovalRecap Approval) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalExpired;
}
