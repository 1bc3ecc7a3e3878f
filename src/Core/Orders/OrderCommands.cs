using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>A command on an existing order.</summary>
/// <param name="At">When the command was given.</param>
public abstract record OrderCommand(DateTimeOffset At, Actor By);

/// <summary>The customer cancels (manual, chapter 5).</summary>
/// <param name="Comment">« Commentaire d'annulation », mandatory.</param>
public sealed record CancelByCustomer(DateTimeOffset At, Actor By, string Comment) : OrderCommand(At, By);

/// <summary>DFM validates the order: all of it can be sent.</summary>
/// <param name="Comment">A message to the customer, else null.</param>
public sealed record MakeFullyDeliverable(DateTimeOffset At, Actor By, string? Comment = null) : OrderCommand(At, By);

/// <summary>DFM validates the order: a part can be sent, the rest will follow.</summary>
/// <param name="Comment">A message to the customer, else null.</param>
public sealed record MakePartlyDeliverable(DateTimeOffset At, Actor By, string? Comment = null) : OrderCommand(At, By);

/// <summary>DFM sends a parcel.</summary>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="DeliveryNote">« N° de bon de livraison »; null for the order's next one.</param>
/// <param name="TrackingNumber">Null when there is none.</param>
/// <param name="Lines">The content; null for everything that remains.</param>
public sealed record Deliver(
    DateTimeOffset At,
    Actor By,
    string Carrier,
    string? DeliveryNote = null,
    string? TrackingNumber = null,
    IReadOnlyList<DeliveredLine>? Lines = null) : OrderCommand(At, By);

/// <summary>DFM adds a line that is not delivered, such as shipping costs.</summary>
/// <param name="Price">Unit price in euros, excluding tax.</param>
public sealed record AddLine(DateTimeOffset At, Actor By, string Designation, int Quantity, decimal Price) : OrderCommand(At, By);

/// <summary>The customer writes, by mail.</summary>
public sealed record AddMessage(DateTimeOffset At, Actor By, string Text) : OrderCommand(At, By);

/// <summary>DFM cancels.</summary>
/// <param name="Reason">Shown to the customer.</param>
public sealed record Withdraw(DateTimeOffset At, Actor By, string Reason) : OrderCommand(At, By);
