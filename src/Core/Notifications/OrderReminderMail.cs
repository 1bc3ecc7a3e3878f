namespace Dfm.Core.Notifications;

/// <summary>To DFM's order desk: nobody has validated the order in time.</summary>
/// <param name="Order">The order.</param>
/// <param name="CustomerName">The customer's name.</param>
/// <param name="DueAt">By when it should have been validated.</param>
public sealed record OrderReminderMail(OrderRecap Order, string CustomerName, DateTimeOffset DueAt) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderReminder;
}
