using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Dfm.Core.Invoices;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Invoices.Storage;

/// <summary>
/// Invoices in the table <c>Invoices</c>. They do not change, so each of an invoice's rows holds all of it: its own (<c>n-{number}</c>), one
/// in each list, one under each search word. All but the first end with its place in display order: the date's distance from the last one
/// possible, then the number.
/// </summary>
public sealed partial class TableInvoiceStore(TableServiceClient tables) : IInvoiceStore
{
    private const string All = "l-";
    private const int LastDate = 9999_12_31;

    /// <summary>How many rows one request reads where a search is narrowed by site or payment.</summary>
    private const int SiftedRows = 1000;

    private readonly TableClient table = tables.GetTableClient(TableNames.Invoices);

    /// <summary>The key of an invoice's own row.</summary>
    public static string RootKey(InvoiceNumber number) => $"n-{number}";

    /// <summary>All rows of an invoice, its own first.</summary>
    public static IEnumerable<TableEntity> Rows(Invoice invoice)
    {
        var data = RowJson.Text(invoice);
        var place = $"{Newest(DateKey(invoice.Date))}-{invoice.Number}";
        var lists = Lists(invoice).Concat(InvoiceSearch.WordsOf(invoice).Select(WordList));
        return lists.Select(list => list + place)
            .Prepend(RootKey(invoice.Number))
            .Select(key => new TableEntity(invoice.Customer.Value, key).With(RowJson.Data, data));
    }

    public async Task<Invoice?> Find(CustomerId customer, InvoiceNumber number, CancellationToken cancellationToken) =>
        (await table.FindRow(customer.Value, RootKey(number), cancellationToken))?.Read<Invoice>(RowJson.Data);

    public async Task<Result<InvoicePage>> List(CustomerId customer, InvoiceQuery query, CancellationToken cancellationToken)
    {
        var list = query.Word is { } word ? WordList(word) : ListOf(query.Site, query.Payment);
        var range = query.Year is { } year ? OfYear(list, year) : KeyRange.BeginningWith(list);
        string? after = null;
        if (query.Cursor is { } cursor)
        {
            if (!Cursor.TryRead(cursor, out var place) || !Place().IsMatch(place) || !range.Contains(list + place)) return Cursor.Bad;
            after = list + place;
        }

        var isSifted = query.Word is not null && (query.Site is not null || query.Payment is not null);
        var top = isSifted ? SiftedRows : query.Limit + 1;
        var rows = await table.First(customer.Value, range, after, top, ["RowKey", RowJson.Data], cancellationToken);
        return Page(rows, isSifted ? query : query with { Site = null, Payment = null }, list.Length, mayGoOn: rows.Count == top);
    }

    private static InvoicePage Page(IReadOnlyList<TableEntity> rows, InvoiceQuery query, int listLength, bool mayGoOn)
    {
        var items = new List<Invoice>();
        string? seen = null;
        foreach (var row in rows)
        {
            var invoice = row.Read<Invoice>(RowJson.Data);
            var fits = (query.Site is null || invoice.Site == query.Site) && (query.Payment is null || invoice.Payment == query.Payment);
            if (fits && items.Count == query.Limit) return new(items, Cursor.At(seen!));
            if (fits) items.Add(invoice);
            seen = row.RowKey[listLength..];
        }

        return new(items, mayGoOn ? Cursor.At(seen!) : null);
    }

    private static IEnumerable<string> Lists(Invoice invoice)
    {
        var (site, payment) = (invoice.Site, invoice.Payment);
        yield return All;
        if (site is not null) yield return ListOf(site, null);
        if (payment is not null) yield return ListOf(null, payment);
        if (site is not null && payment is not null) yield return ListOf(site, payment);
    }

    private static string ListOf(SiteId? site, InvoicePayment? payment) =>
        site is null && payment is null ? All : RowKeys.List(site, payment?.ToString());

    private static string WordList(string word) => $"w-{word}~";

    private static KeyRange OfYear(string list, int year) =>
        new(list + Newest((year * 10000) + 1231), $"{list}{Newest((year * 10000) + 101)}~~");

    private static int DateKey(DateOnly date) => (date.Year * 10000) + (date.Month * 100) + date.Day;

    private static string Newest(int date) => (LastDate - date).ToString("D8", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[0-9]{8}-[A-Za-z0-9_-]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
