using System.Globalization;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Invoices;

/// <summary>Where a request and the XML of its PDF contradict each other.</summary>
internal static class InvoiceDisagreements
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>French messages by field; empty when they agree. What the request leaves out contradicts nothing.</summary>
    public static IReadOnlyDictionary<string, string[]> Between(InvoiceFields given, InvoiceDocument document, Customer customer)
    {
        var errors = new Dictionary<string, string[]>();
        Compare("number", given.Number?.Value, document.Number);
        Compare("kind", given.Kind?.ToString(), document.Kind.ToString());
        Compare("date", Text(given.Date), Text(document.Date));
        Compare("dueDate", Text(given.DueDate), Text(document.DueDate));
        Compare("net", Text(given.Net, document.Kind), Text(document.Amounts.Net, document.Kind));
        Compare("vat", Text(given.Vat, document.Kind), Text(document.Amounts.Vat, document.Kind));
        Compare("total", Text(given.Total, document.Kind), Text(document.Amounts.Total, document.Kind));
        Compare("currency", given.Currency, document.Amounts.Currency);
        Compare("corrects", given.Corrects?.Value, document.Corrects);
        if (!IsBuyer(customer, document.Buyer)) Disagree("customer", $"{customer.Id}, {customer.Name}", document.Buyer.Name);
        return errors;

        void Compare(string field, string? asked, string? said)
        {
            if (asked is not null && said is not null && asked != said) Disagree(field, asked, said);
        }

        void Disagree(string field, string asked, string said) =>
            errors[field] = [$"« {asked} » dans la demande, « {said} » dans la facture électronique."];
    }

    /// <summary>
    /// By the ERP's code or by name. Names are written in many ways (« Delorme SARL », « SARL DELORME »): one has to hold all words of
    /// the other.
    /// </summary>
    private static bool IsBuyer(Customer customer, InvoiceBuyer buyer)
    {
        if (buyer.Ids.Contains(customer.Id.Value, StringComparer.OrdinalIgnoreCase)) return true;
        var (known, said) = (SearchText.Words(customer.Name).ToHashSet(), SearchText.Words(buyer.Name).ToHashSet());
        return said.Count > 0 && (said.IsSubsetOf(known) || known.IsSubsetOf(said));
    }

    private static string? Text(DateOnly? date) => date?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string? Text(decimal? amount, InvoiceKind kind) =>
        amount is { } some ? (kind is InvoiceKind.CreditNote ? Math.Abs(some) : some).ToString("0.00", French) : null;
}
