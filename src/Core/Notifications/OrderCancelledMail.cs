namespace Dfm.Core.Notifications;

/// <summary>To the customer: the cancellation is confirmed, with its comment (manual, chapter 5).</summary>
/// <param name="Comment">The customer's mandatory comment, or DFM's reason.</param>
/// <param name="CancelledBy">The name of the customer's person who cancelled; null when DFM did.</param>
public sealed record OrderCancelledMail(OrderRecap Order, DateTimeOffset CancelledAt, string Comment, string? CancelledBy) : IOrderMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderCancelled;
}
