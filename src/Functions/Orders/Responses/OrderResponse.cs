using System.Text.Json.Serialization;
using Dfm.Core.Approvals;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Parc.Responses;

namespace Dfm.Functions.Orders.Responses;

/// <summary>
/// An order as the API shows it: what was ordered, where it stands and goes, its parcels, its journal, its cancellation window.
/// </summary>
public sealed record OrderResponse(
    OrderNumber Number,
    OrderState State,
    string StateLabel,
    Site Site,
    string? Comment,
    IReadOnlyList<OrderAssetResponse> Assets,
    IReadOnlyList<OrderLine> Lines,
    string PlacedBy,
    DateTimeOffset PlacedAt,
    string? ApprovedBy,
    IReadOnlyList<DeliveryResponse> Deliveries,
    CancellationWindow Cancellation,
    IReadOnlyList<OrderEntryResponse> Journal,
    int Version) : IVersioned
{
    /// <summary>For DFM's staff: whose it is; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomerId? Customer { get; init; }

    /// <summary>For DFM's staff: the mails about it that did not reach their recipients; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MailFailureResponse>? MailFailures { get; init; }

    /// <summary>An order that a command has changed.</summary>
    public static OrderResponse Of(Executed<Order, OrderEntry> done) => Of(done.Aggregate, done.Journal);

    /// <summary>The same for DFM's staff.</summary>
    public static OrderResponse ForStaff(Executed<Order, OrderEntry> done) => Of(done) with { Customer = done.Aggregate.Customer };

    /// <summary>An order and its journal.</summary>
    public static OrderResponse Of(Order order, IReadOnlyList<OrderEntry> journal) => new(
        order.Number,
        order.State,
        order.State.Label(),
        order.Site,
        order.Comment,
        [.. order.Assets.Select(one => new OrderAssetResponse(AssetSnapshotResponse.Of(one.Asset), one.CustomerReference))],
        order.Lines,
        order.PlacedBy.Name,
        order.PlacedAt,
        order.ApprovedBy,
        [.. order.Deliveries.Select(DeliveryResponse.Of)],
        order.State.CancellationWindow(),
        [.. journal.Select(OrderEntryResponse.Of)],
        order.Version);
}

/// <summary>An asset that an order is for.</summary>
public sealed record OrderAssetResponse(AssetSnapshotResponse Asset, string? CustomerReference);

/// <summary>A parcel: in the manual's words, what stands « dans le champ transporteur ».</summary>
public sealed record DeliveryResponse(
    int Number,
    DateTimeOffset At,
    string Carrier,
    string DeliveryNote,
    string? TrackingNumber,
    Uri? TrackingLink,
    IReadOnlyList<DeliveredLine> Lines)
{
    /// <summary>The view of a parcel, with where it can be followed.</summary>
    public static DeliveryResponse Of(Delivery delivery) => new(
        delivery.Number,
        delivery.At,
        delivery.Carrier,
        delivery.DeliveryNote,
        delivery.TrackingNumber,
        Carriers.TrackingLink(delivery.Carrier, delivery.TrackingNumber),
        delivery.Lines);
}

/// <summary>A line of an order's journal.</summary>
public sealed record OrderEntryResponse(
    int Version,
    DateTimeOffset At,
    OrderEntryKind Kind,
    string By,
    ActorKind ByKind,
    OrderState State,
    string StateLabel,
    string? Text,
    DeliveryResponse? Delivery)
{
    /// <summary>The view of an entry.</summary>
    public static OrderEntryResponse Of(OrderEntry entry) => new(
        entry.Version,
        entry.At,
        entry.Kind,
        entry.By,
        entry.ByKind,
        entry.State,
        entry.State.Label(),
        entry.Text,
        entry.Delivery is { } delivery ? DeliveryResponse.Of(delivery) : null);
}
