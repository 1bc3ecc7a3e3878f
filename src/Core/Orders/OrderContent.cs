using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>The content of an order: one site, one delivery.</summary>
/// <param name="Site">The delivery address.</param>
/// <param name="Comment">« Commentaire »: access codes, building, door, contact, service. Printed on the delivery note.</param>
/// <param name="Assets">At least one.</param>
/// <param name="Lines">Numbered from 1.</param>
public sealed record OrderContent(Site Site, string? Comment, IReadOnlyList<OrderAsset> Assets, IReadOnlyList<OrderLine> Lines);
