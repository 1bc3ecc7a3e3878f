namespace Dfm.Core.Notifications;

/// <summary>The content of mails about an approval.</summary>
/// <param name="RequestedBy">The requester's name.</param>
/// <param name="ExpiresAt">The deadline of the decision; without one nothing is ordered.</param>
/// <param name="Deliveries">At least one.</param>
public sealed record ApprovalRecap(
    string Number,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ApprovalRecapSite> Deliveries);

/// <summary>The items for one site: one order once approved.</summary>
/// <param name="Comment">« Commentaire » of the requester.</param>
/// <param name="CustomerReference">« Référence interne de commande client ».</param>
/// <param name="Assets">With their lines; at least one.</param>
public sealed record ApprovalRecapSite(
    string SiteName, string? Comment, string? CustomerReference, IReadOnlyList<OrderRecapAsset> Assets);
