using System.Globalization;
using Dfm.Core.Invoices;
using Dfm.Functions.Http;

namespace Dfm.Functions.Invoices.Requests;

/// <summary>The request of the list: <c>?search=&amp;year=&amp;site=&amp;payment=&amp;cursor=&amp;limit=</c>.</summary>
/// <param name="FindsNothing">The search text has no letters or digits to find anything by, or too few.</param>
public sealed record InvoiceListRequest(InvoiceQuery Query, bool FindsNothing)
{
    public static Result<InvoiceListRequest> Read(HttpRequest request)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem;
        var check = new FieldChecks();
        var search = check.Optional("search", request.Query["search"], InvoiceSearch.MaxLength);
        var year = Year(check, request.Query["year"].ToString());
        var site = Site(check, request.Query["site"].ToString());
        var payment = check.OptionalChoice<InvoicePayment>("payment", request.Query["payment"]);
        var word = search is null ? null : InvoiceSearch.WordOf(search);
        return check.ResultOf(new InvoiceListRequest(
            new InvoiceQuery(word, year, site, payment, page.Value.Cursor, page.Value.Limit),
            FindsNothing: search is not null && word is null));
    }

    private static int? Year(FieldChecks check, string text)
    {
        if (text.Length == 0) return null;
        if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)) return year;
        check.Refuse("year", "Une année comme 2026.");
        return null;
    }

    private static SiteId? Site(FieldChecks check, string text)
    {
        if (text.Length == 0) return null;
        if (SiteId.TryParse(text, out var site)) return site;
        check.Refuse("site", "Le code d'un de vos sites.");
        return null;
    }
}
