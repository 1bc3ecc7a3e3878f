namespace Dfm.Core.Orders;

/// <summary>Something that is asked of an approval that exists.</summary>
/// <param name="At">When it was asked.</param>
public abstract record ApprovalCommand(DateTimeOffset At);

/// <summary>A Superviseur approves: the cart becomes orders.</summary>
/// <param name="At">When.</param>
/// <param name="By">The Superviseur's name.</param>
/// <param name="Moved">What is for assets that are no longer where they were.</param>
/// <param name="Numbers">A number for each of the cart's deliveries.</param>
/// <param name="RemindAt">When the desk is reminded of orders that nobody has validated by then.</param>
public sealed record Approve(
    DateTimeOffset At,
    string By,
    IReadOnlyList<CartItem> Moved,
    IReadOnlyList<OrderNumber> Numbers,
    DateTimeOffset RemindAt) : ApprovalCommand(At);

/// <summary>A Superviseur refuses: the articles go back into the cart.</summary>
/// <param name="At">When.</param>
/// <param name="By">The Superviseur's name.</param>
/// <param name="Reason">Why, mandatory.</param>
public sealed record Refuse(DateTimeOffset At, string By, string Reason) : ApprovalCommand(At);

/// <summary>Nobody decided in time: the articles go back into the cart.</summary>
/// <param name="At">When.</param>
public sealed record Expire(DateTimeOffset At) : ApprovalCommand(At);

/// <summary>What a command makes of an approval.</summary>
/// <param name="Approval">The approval after it.</param>
/// <param name="Placed">The orders that come of it.</param>
/// <param name="Returned">What goes back into the cart of whoever submitted it.</param>
public sealed record ApprovalChange(Approval Approval, IReadOnlyList<OrderChange> Placed, IReadOnlyList<CartItem> Returned);
