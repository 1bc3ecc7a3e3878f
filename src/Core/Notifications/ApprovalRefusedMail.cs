namespace Dfm.Core.Notifications;

/// <summary>To whoever submitted the cart: a Superviseur refused it, and why; its articles are back in the cart.</summary>
/// <param name="Approval">The cart.</param>
/// <param name="RefusedBy">The Superviseur's name.</param>
/// <param name="RefusedAt">When.</param>
/// <param name="Reason">Why, in the Superviseur's words.</param>
public sealed record ApprovalRefusedMail(ApprovalRecap Approval, string RefusedBy, DateTimeOffset RefusedAt, string Reason) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ApprovalRefused;
}
