namespace Dfm.Core.Notifications;

/// <summary>What the mails about an approval say of the cart that a Superviseur has to approve.</summary>
/// <param name="Number">The number of the request.</param>
/// <param name="RequestedBy">The name of the person whose cart it is.</param>
/// <param name="RequestedAt">When that person submitted it.</param>
/// <param name="ExpiresAt">By when it has to be decided; nothing is ordered otherwise.</param>
/// <param name="Deliveries">What goes where; at least one.</param>
public sealed record ApprovalRecap(
    string Number,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ApprovalRecapSite> Deliveries);

/// <summary>What goes to one site: one order, once it is approved.</summary>
/// <param name="SiteName">The site.</param>
/// <param name="Comment">« Commentaire », in the words of the person whose cart it is.</param>
/// <param name="CustomerReference">« Référence interne de commande client ».</param>
/// <param name="Assets">The assets that it is for, with their lines; at least one.</param>
public sealed record ApprovalRecapSite(
    string SiteName, string? Comment, string? CustomerReference, IReadOnlyList<OrderRecapAsset> Assets);
