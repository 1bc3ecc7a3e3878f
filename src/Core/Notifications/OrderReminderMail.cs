namespace Dfm.Core.Notifications;

/// <summary>To DFM's order desk: the order was not validated in time.</summary>
/// <param name="DueAt">When the order should have been validated.</param>
public sealed record OrderReminderMail(OrderRecap Order, string CustomerName, DateTimeOffset DueAt) : IOrderMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderReminder;
}
