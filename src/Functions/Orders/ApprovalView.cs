using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Parc;

namespace Dfm.Functions.Orders;

/// <summary>An approval as the API shows it: what is wanted, by whom, where it stands, and the orders that came of it.</summary>
internal sealed record ApprovalView(
    ApprovalNumber Number,
    ApprovalState State,
    string StateLabel,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ApprovalItemView> Items,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string? Reason,
    IReadOnlyList<OrderNumber> Orders,
    int Version) : IVersioned
{
    /// <summary>What the caller may see of an approval: not what is wanted for a site that is no longer the caller's.</summary>
    public static ApprovalView Of(Approval approval, Caller caller) => new(
        approval.Number,
        approval.State,
        approval.State.Label(),
        approval.RequestedBy.Name,
        approval.RequestedAt,
        approval.ExpiresAt,
        [.. approval.Items.Where(item => caller.MaySee(item.Site.Id)).Select(ApprovalItemView.Of)],
        approval.Ruling?.At,
        approval.Ruling?.By,
        approval.Ruling?.Reason,
        approval.Orders,
        approval.Version);
}

/// <summary>What is wanted for one asset.</summary>
internal sealed record ApprovalItemView(
    AssetView Asset, SiteView Site, IReadOnlyList<CartLine> Lines, string? Comment, string? CustomerReference)
{
    /// <summary>The view of a part of the cart.</summary>
    public static ApprovalItemView Of(CartItem item) => new(
        AssetView.Of(item.Asset), new SiteView(item.Site.Id.Value, item.Site.Name), item.Lines, item.Comment, item.CustomerReference);
}
