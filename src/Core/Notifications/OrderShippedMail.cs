namespace Dfm.Core.Notifications;

/// <summary>To the customer: a parcel was sent, and what remains to be sent.</summary>
/// <param name="Complete">Whether it is the last parcel: « Livré en totalité », else « Livré en partie ».</param>
public sealed record OrderShippedMail(OrderRecap Order, OrderParcel Parcel, bool Complete) : IOrderMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.OrderShipped;
}
