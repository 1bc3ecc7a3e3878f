namespace Dfm.Core.Notifications;

/// <summary>A parcel of an order, as the mail about it shows it.</summary>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="DeliveryNote">« N° de bon de livraison ».</param>
/// <param name="TrackingNumber">The carrier's number of the parcel; null when there is none.</param>
/// <param name="TrackingUrl">The carrier's page on which the parcel can be followed; null when there is none.</param>
/// <param name="Lines">What is in it: the quantity is what this parcel carries.</param>
/// <param name="Remaining">What is still to come: the quantity is how many; empty with the last parcel.</param>
public sealed record OrderParcel(
    string Carrier,
    string DeliveryNote,
    string? TrackingNumber,
    string? TrackingUrl,
    IReadOnlyList<OrderRecapLine> Lines,
    IReadOnlyList<OrderRecapLine> Remaining);
