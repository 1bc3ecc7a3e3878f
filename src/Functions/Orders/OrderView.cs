using System.Text.Json.Serialization;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Parc;

namespace Dfm.Functions.Orders;

/// <summary>
/// An order as the API shows it: what was ordered, where it stands and goes, its parcels, its journal, its cancellation window.
/// </summary>
internal sealed record OrderView(
    OrderNumber Number,
    OrderState State,
    string StateLabel,
    Site Site,
    string? Comment,
    IReadOnlyList<OrderAssetView> Assets,
    IReadOnlyList<OrderLine> Lines,
    string PlacedBy,
    DateTimeOffset PlacedAt,
    string? ApprovedBy,
    IReadOnlyList<DeliveryView> Deliveries,
    CancellationWindow Cancellation,
    IReadOnlyList<OrderEntryView> Journal,
    int Version) : IVersioned
{
    /// <summary>For DFM's staff: whose it is; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomerId? Customer { get; init; }

    /// <summary>The view of an order and its journal.</summary>
    public static OrderView Of(Order order, IReadOnlyList<OrderEntry> journal) => new(
        order.Number,
        order.State,
        order.State.Label(),
        order.Site,
        order.Comment,
        [.. order.Assets.Select(one => new OrderAssetView(AssetView.Of(one.Asset), one.CustomerReference))],
        order.Lines,
        order.PlacedBy.Name,
        order.PlacedAt,
        order.ApprovedBy,
        [.. order.Deliveries.Select(DeliveryView.Of)],
        CancellationWindow.For(order.State),
        [.. journal.Select(OrderEntryView.Of)],
        order.Version);
}

/// <summary>An asset that an order is for.</summary>
internal sealed record OrderAssetView(AssetView Asset, string? CustomerReference);

/// <summary>A parcel: in the manual's words, what stands « dans le champ transporteur ».</summary>
internal sealed record DeliveryView(
    int Number,
    DateTimeOffset At,
    string Carrier,
    string DeliveryNote,
    string? TrackingNumber,
    Uri? TrackingLink,
    IReadOnlyList<DeliveredLine> Lines)
{
    /// <summary>The view of a parcel, with where it can be followed.</summary>
    public static DeliveryView Of(Delivery delivery) => new(
        delivery.Number,
        delivery.At,
        delivery.Carrier,
        delivery.DeliveryNote,
        delivery.TrackingNumber,
        Carriers.TrackingLink(delivery.Carrier, delivery.TrackingNumber),
        delivery.Lines);
}

/// <summary>A line of an order's journal.</summary>
internal sealed record OrderEntryView(
    int Version,
    DateTimeOffset At,
    OrderEntryKind Kind,
    string By,
    ActorKind ByKind,
    OrderState State,
    string StateLabel,
    string? Text,
    DeliveryView? Delivery)
{
    /// <summary>The view of an entry.</summary>
    public static OrderEntryView Of(OrderEntry entry) => new(
        entry.Version,
        entry.At,
        entry.Kind,
        entry.By,
        entry.ByKind,
        entry.State,
        entry.State.Label(),
        entry.Text,
        entry.Delivery is { } delivery ? DeliveryView.Of(delivery) : null);
}
