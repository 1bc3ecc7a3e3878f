namespace Dfm.Core.Notifications;

/// <summary>To the customer: a parcel is on its way, and what is still to come.</summary>
/// <param name="Order">The order.</param>
/// <param name="Parcel">The parcel.</param>
/// <param name="Complete">Whether it is the last one: « Livré en totalité », else « Livré en partie ».</param>
public sealed record OrderShippedMail(OrderRecap Order, OrderParcel Parcel, bool Complete) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderShipped;
}
