namespace Dfm.Core.Notifications;

/// <summary>A parcel of an order, as shown in mails.</summary>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="DeliveryNote">« N° de bon de livraison ».</param>
/// <param name="TrackingNumber">Null when there is none.</param>
/// <param name="TrackingUrl">The carrier's tracking page; null when there is none.</param>
/// <param name="Lines">The content; quantities are those of this parcel.</param>
/// <param name="Remaining">What remains to be sent, with the remaining quantities; empty with the last parcel.</param>
public sealed record OrderParcel(
    string Carrier,
    string DeliveryNote,
    string? TrackingNumber,
    string? TrackingUrl,
    IReadOnlyList<OrderRecapLine> Lines,
    IReadOnlyList<OrderRecapLine> Remaining);
