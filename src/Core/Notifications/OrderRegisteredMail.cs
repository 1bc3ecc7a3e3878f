namespace Dfm.Core.Notifications;

/// <summary>To the customer: the recap of a new order, with its number (manual, chapter 5).</summary>
public sealed record OrderRegisteredMail(OrderRecap Order) : IOrderMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderRegistered;
}
