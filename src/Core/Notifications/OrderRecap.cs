namespace Dfm.Core.Notifications;

/// <summary>What an order's mails say of the order: everything that was entered, and what DFM made of it since.</summary>
/// <param name="Number">The n° de commande.</param>
/// <param name="SiteName">The site that it goes to.</param>
/// <param name="SiteAddress">That site's address; may have line breaks.</param>
/// <param name="Comment">« Commentaire », in the customer's words: what the carrier has to know. It goes onto the delivery note.</param>
/// <param name="CustomerReference">« Référence interne de commande client »: shown to the customer's people alone.</param>
/// <param name="Assets">The assets that it is for, with their lines; at least one.</param>
/// <param name="Extras">The lines that DFM added (shipping costs…); may be empty.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="PlacedBy">The name of the person who placed it.</param>
/// <param name="ApprovedBy">The name of the Superviseur who approved it; null where no approval was due.</param>
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
/// <param name="Designation">What people call the asset.</param>
/// <param name="Make">Manufacturer.</param>
/// <param name="Model">Manufacturer's model.</param>
/// <param name="SerialNumber">Manufacturer's serial number.</param>
/// <param name="Location">The precise location on the site.</param>
/// <param name="Lines">What was ordered for it; at least one.</param>
public sealed record OrderRecapAsset(
    string Designation, string Make, string Model, string SerialNumber, string Location, IReadOnlyList<OrderRecapLine> Lines);

/// <summary>One line of an order.</summary>
/// <param name="Reference">The consumable's reference; null for what DFM added.</param>
/// <param name="Designation">What people call it.</param>
/// <param name="Colour">French label of the colour that it prints, if any.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Delivered">How many of them were sent so far.</param>
/// <param name="Price">One's price, ready to show: « Inclus au contrat », « 42,00 € HT », « Prix sur demande ».</param>
public sealed record OrderRecapLine(string? Reference, string Designation, string? Colour, int Quantity, int Delivered, string Price);
