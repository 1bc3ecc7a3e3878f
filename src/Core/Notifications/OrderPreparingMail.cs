namespace Dfm.Core.Notifications;

/// <summary>To the customer: DFM has validated the order and prepares it, all of it or a part.</summary>
/// <param name="Order">The order.</param>
/// <param name="Partly">Whether only a part can be sent for now: « Livrable en partie », else « Livrable en totalité ».</param>
/// <param name="Comment">A word of DFM's to the customer, with line breaks; may be missing.</param>
public sealed record OrderPreparingMail(OrderRecap Order, bool Partly, string? Comment = null) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderPreparing;
}
