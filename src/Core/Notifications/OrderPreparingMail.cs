namespace Dfm.Core.Notifications;

/// <summary>To the customer: DFM has validated the order, in full or in part.</summary>
/// <param name="Partly">Whether only a part can be sent for now: « Livrable en partie », else « Livrable en totalité ».</param>
/// <param name="Comment">A message from DFM, with line breaks; null when there is none.</param>
public sealed record OrderPreparingMail(OrderRecap Order, bool Partly, string? Comment = null) : IOrderMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderPreparing;
}
