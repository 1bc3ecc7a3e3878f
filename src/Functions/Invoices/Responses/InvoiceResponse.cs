using Dfm.Core.Invoices;

namespace Dfm.Functions.Invoices.Responses;

/// <summary>An invoice or credit note, in lists and alone.</summary>
/// <param name="Corrects">Of a credit note: the invoice that it refers to.</param>
/// <param name="Payment">Null where it is not known.</param>
/// <param name="Size">Of the PDF, in bytes.</param>
/// <param name="FacturX">The profile of the XML in the PDF; null for a plain PDF.</param>
public sealed record InvoiceResponse(
    InvoiceNumber Number,
    InvoiceKind Kind,
    string KindLabel,
    DateOnly Date,
    DateOnly? DueDate,
    decimal Net,
    decimal Vat,
    decimal Total,
    string Currency,
    SiteId? Site,
    string? SiteName,
    InvoiceNumber? Corrects,
    InvoicePayment? Payment,
    string? PaymentLabel,
    long Size,
    string? FacturX,
    DateTimeOffset PostedAt)
{
    public static InvoiceResponse Of(Invoice invoice) => new(
        invoice.Number,
        invoice.Kind,
        invoice.Kind.Label(),
        invoice.Date,
        invoice.DueDate,
        invoice.Amounts.Net,
        invoice.Amounts.Vat,
        invoice.Amounts.Total,
        invoice.Amounts.Currency,
        invoice.Site,
        invoice.SiteName,
        invoice.Corrects,
        invoice.Payment,
        invoice.Payment?.Label(),
        invoice.File.Size,
        invoice.File.Profile,
        invoice.PostedAt);
}
