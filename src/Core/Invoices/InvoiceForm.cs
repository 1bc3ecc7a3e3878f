namespace Dfm.Core.Invoices;

/// <summary>The fields that an invoice is posted with, as they were sent. A Factur-X stands in for what is left out.</summary>
/// <param name="Kind">See <see cref="InvoiceKind"/>; an invoice unless it says otherwise.</param>
/// <param name="Date"><c>2026-03-05</c> or <c>05/03/2026</c>.</param>
/// <param name="DueDate">In the same forms.</param>
/// <param name="Net">With a decimal point or comma.</param>
/// <param name="Vat">In the same form.</param>
/// <param name="Total">In the same form.</param>
/// <param name="Currency">Euros unless it says otherwise.</param>
/// <param name="Site">The ERP's code of the site.</param>
/// <param name="Corrects">Of a credit note: the invoice's number.</param>
/// <param name="Payment">See <see cref="InvoicePayment"/>.</param>
public sealed record InvoiceForm(
    string? Number,
    string? Kind,
    string? Date,
    string? DueDate,
    string? Net,
    string? Vat,
    string? Total,
    string? Currency,
    string? Site,
    string? Corrects,
    string? Payment);
