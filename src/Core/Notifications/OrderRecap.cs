namespace Dfm.Core.Notifications;

/// <summary>The content of mails about an order: everything that was entered, and DFM's changes since.</summary>
/// <param name="Number">« N° de commande ».</param>
/// <param name="SiteAddress">May have line breaks.</param>
/// <param name="Comment">« Commentaire » for the carrier. Printed on the delivery note.</param>
/// <param name="CustomerReference">« Référence interne de commande client »: shown only to the customer's people.</param>
/// <param name="Assets">With their lines; at least one.</param>
/// <param name="Extras">The lines added by DFM (shipping costs…); may be empty.</param>
/// <param name="PlacedBy">The author's name.</param>
/// <param name="ApprovedBy">The Superviseur's name; null when no approval was required.</param>
public sealed record OrderRecap(
    string Number,
    string SiteName,
    string SiteAddress,
    string? Comment,
    string? CustomerReference,
    IReadOnlyList<OrderRecapAsset> Assets,
    IReadOnlyList<OrderRecapLine> Extras,
    DateTimeOffset PlacedAt,
    string PlacedBy,
    string? ApprovedBy);

/// <summary>An asset with what was ordered for it.</summary>
/// <param name="Lines">At least one.</param>
public sealed record OrderRecapAsset(
    string Designation, string Make, string Model, string SerialNumber, string Location, IReadOnlyList<OrderRecapLine> Lines);

/// <summary>A line of an order.</summary>
/// <param name="Reference">Null for lines added by DFM.</param>
/// <param name="Colour">French label; null when it prints none.</param>
/// <param name="Delivered">The quantity sent so far.</param>
/// <param name="Price">Unit price, ready for display: « Inclus au contrat », « 42,00 € HT », « Prix sur demande ».</param>
public sealed record OrderRecapLine(string? Reference, string Designation, string? Colour, int Quantity, int Delivered, string Price);
