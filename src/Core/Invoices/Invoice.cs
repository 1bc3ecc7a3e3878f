using Dfm.Core.Accounts;

namespace Dfm.Core.Invoices;

/// <summary>An invoice or credit note as DFM's ERP has posted it. It does not change any more.</summary>
/// <param name="Date">« Date de facture ».</param>
/// <param name="DueDate">« Échéance »; null where it is not known.</param>
/// <param name="Site">The site that it is for; null when it is for the customer as a whole.</param>
/// <param name="SiteName">The site's name when it was posted.</param>
/// <param name="Corrects">Of a credit note: the invoice that it refers to, which may be older than the portal.</param>
/// <param name="Payment">Null where the ERP does not tell.</param>
/// <param name="PostedAt">When the portal received it.</param>
public sealed record Invoice(
    InvoiceNumber Number,
    CustomerId Customer,
    InvoiceKind Kind,
    DateOnly Date,
    DateOnly? DueDate,
    InvoiceAmounts Amounts,
    SiteId? Site,
    string? SiteName,
    InvoiceNumber? Corrects,
    InvoicePayment? Payment,
    InvoiceFile File,
    DateTimeOffset PostedAt);

/// <summary>The amounts of an invoice, to the cent.</summary>
/// <param name="Net">« Total HT ».</param>
/// <param name="Vat">« TVA ».</param>
/// <param name="Total">« Total TTC »: the sum of both.</param>
/// <param name="Currency">ISO 4217, e.g. <c>EUR</c>.</param>
public sealed record InvoiceAmounts(decimal Net, decimal Vat, decimal Total, string Currency)
{
    /// <summary>The same, where the total is negative with the signs turned.</summary>
    public InvoiceAmounts Positive() => Total < 0 ? this with { Net = -Net, Vat = -Vat, Total = -Total } : this;
}

/// <summary>The PDF of an invoice.</summary>
/// <param name="Sha256">Of its bytes, in hexadecimal: names the stored bytes, and tells whether the same is posted again.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Profile">The profile of its Factur-X, e.g. <c>EN 16931</c>; null for a plain PDF.</param>
public sealed record InvoiceFile(string Sha256, long Size, string? Profile);
