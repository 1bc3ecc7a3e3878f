using Dfm.Core.Accounts;

namespace Dfm.Core.Invoices;

/// <summary>Invoices, always read within one customer's partition by key or key range.</summary>
public interface IInvoiceStore
{
    /// <summary>Finds an invoice; null when the customer has none with that number. One point read.</summary>
    Task<Invoice?> Find(CustomerId customer, InvoiceNumber number, CancellationToken cancellationToken);

    /// <summary>A page of invoices, newest first; one range query. <c>bad-cursor</c> when the cursor is of no list.</summary>
    Task<Result<InvoicePage>> List(CustomerId customer, InvoiceQuery query, CancellationToken cancellationToken);
}

/// <summary>A query of the list of invoices. What is null does not limit it.</summary>
/// <param name="Word">From <see cref="InvoiceSearch.WordOf"/>.</param>
/// <param name="Year">Of the invoice's date.</param>
/// <param name="Cursor">Where the previous page ended; null for the first page.</param>
/// <param name="Limit">The maximum number of items.</param>
public sealed record InvoiceQuery(string? Word, int? Year, SiteId? Site, InvoicePayment? Payment, string? Cursor, int Limit);

/// <summary>A page of invoices.</summary>
/// <param name="Items">Newest first; fewer than asked for, or none, where a search is narrowed further and goes on behind the cursor.</param>
/// <param name="NextCursor">Null on the last page.</param>
public sealed record InvoicePage(IReadOnlyList<Invoice> Items, string? NextCursor);
