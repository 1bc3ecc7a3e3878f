namespace Dfm.Core.Notifications;

/// <summary>To the customer: the cancellation is confirmed (manual, chapter 4).</summary>
/// <param name="Comment">The customer's mandatory comment, or the staff's reason.</param>
/// <param name="CancelledBy">The name of the customer's person who cancelled; null when DFM did.</param>
/// <param name="Visit">The visit that was planned and is called off with the DIT; null when there was none to come.</param>
public sealed record DitCancelledMail(
    DitRecap Dit, DateTimeOffset CancelledAt, string Comment, string? CancelledBy, CalendarVisit? Visit = null) : IDitMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitCancelled;
}
