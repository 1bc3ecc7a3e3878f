using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>Something that somebody asks of an order that exists.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="By">Who asks.</param>
public abstract record OrderCommand(DateTimeOffset At, Actor By);

/// <summary>The customer cancels (manual, chapter 5).</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Comment">« Commentaire d'annulation », mandatory.</param>
public sealed record CancelByCustomer(DateTimeOffset At, Actor By, string Comment) : OrderCommand(At, By);

/// <summary>DFM validates the order: all of it can be sent.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Comment">A word to the customer, else null.</param>
public sealed record MakeFullyDeliverable(DateTimeOffset At, Actor By, string? Comment = null) : OrderCommand(At, By);

/// <summary>DFM validates the order: a part can be sent, the rest is to come.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Comment">A word to the customer, else null.</param>
public sealed record MakePartlyDeliverable(DateTimeOffset At, Actor By, string? Comment = null) : OrderCommand(At, By);

/// <summary>DFM sends a parcel.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="DeliveryNote">« N° de bon de livraison »; null for the order's next one.</param>
/// <param name="TrackingNumber">The carrier's number of the parcel, else null.</param>
/// <param name="Lines">What is in it; null for all that remains.</param>
public sealed record Deliver(
    DateTimeOffset At,
    Actor By,
    string Carrier,
    string? DeliveryNote = null,
    string? TrackingNumber = null,
    IReadOnlyList<DeliveredLine>? Lines = null) : OrderCommand(At, By);

/// <summary>DFM adds a line that is not delivered, as shipping costs are.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Designation">What it is.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">One's price in euros without tax.</param>
public sealed record AddLine(DateTimeOffset At, Actor By, string Designation, int Quantity, decimal Price) : OrderCommand(At, By);

/// <summary>DFM cancels.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why, as the customer is told.</param>
public sealed record Withdraw(DateTimeOffset At, Actor By, string Reason) : OrderCommand(At, By);
