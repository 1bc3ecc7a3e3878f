using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Parc.Responses;

namespace Dfm.Functions.Approvals.Responses;

/// <summary>An approval as the API shows it: what is wanted, by whom, where it stands, and the orders that came of it.</summary>
public sealed record ApprovalResponse(
    ApprovalNumber Number,
    ApprovalState State,
    string StateLabel,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ApprovalItemResponse> Items,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string? Reason,
    IReadOnlyList<OrderNumber> Orders,
    int Version) : IVersioned
{
    /// <summary>What the caller may see of an approval: not what is wanted for a site that is no longer the caller's.</summary>
    public static ApprovalResponse Of(Approval approval, Caller caller) => new(
        approval.Number,
        approval.State,
        approval.State.Label(),
        approval.RequestedBy.Name,
        approval.RequestedAt,
        approval.ExpiresAt,
        [.. approval.Items.Where(item => caller.MaySee(item.Site.Id)).Select(ApprovalItemResponse.Of)],
        approval.Ruling?.At,
        approval.Ruling?.By,
        approval.Ruling?.Reason,
        approval.Orders,
        approval.Version);
}

/// <summary>What is wanted for one asset.</summary>
public sealed record ApprovalItemResponse(
    AssetSnapshotResponse Asset, SiteResponse Site, IReadOnlyList<CartLine> Lines, string? Comment, string? CustomerReference)
{
    /// <summary>The view of a part of the cart.</summary>
    public static ApprovalItemResponse Of(CartItem item) => new(
        AssetSnapshotResponse.Of(item.Asset),
        new SiteResponse(item.Site.Id.Value, item.Site.Name),
        item.Lines,
        item.Comment,
        item.CustomerReference);
}
