namespace Dfm.Core.Notifications;

/// <summary>To the customer: the recap of an order just placed, with its number (manual, chapter 5).</summary>
/// <param name="Order">The order.</param>
public sealed record OrderRegisteredMail(OrderRecap Order) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderRegistered;
}
