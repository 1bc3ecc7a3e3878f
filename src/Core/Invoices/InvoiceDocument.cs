namespace Dfm.Core.Invoices;

/// <summary>What the CII XML of a Factur-X says (EN 16931's business terms).</summary>
/// <param name="Profile">The name of its profile, e.g. <c>EN 16931</c>.</param>
/// <param name="Number">BT-1.</param>
/// <param name="Kind">By BT-3.</param>
/// <param name="Date">BT-2.</param>
/// <param name="DueDate">BT-9; the profile MINIMUM does not have it.</param>
/// <param name="Amounts">BT-109, BT-110, BT-112 and BT-5. Those of a credit note are positive.</param>
/// <param name="Buyer">BG-7.</param>
/// <param name="Corrects">BT-25, the first; the profile MINIMUM does not have it.</param>
public sealed record InvoiceDocument(
    string Profile,
    string Number,
    InvoiceKind Kind,
    DateOnly Date,
    DateOnly? DueDate,
    InvoiceAmounts Amounts,
    InvoiceBuyer Buyer,
    string? Corrects);

/// <summary>The buyer of an invoice.</summary>
/// <param name="Name">BT-44.</param>
/// <param name="Ids">BT-46 and the global ids: whatever the seller knows the buyer by.</param>
public sealed record InvoiceBuyer(string Name, IReadOnlyList<string> Ids);
