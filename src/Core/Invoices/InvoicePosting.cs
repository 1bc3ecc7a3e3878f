using Dfm.Core.Accounts;

namespace Dfm.Core.Invoices;

/// <summary>What becomes of a posted invoice: the rules, as pure functions.</summary>
public static class InvoicePosting
{
    private const string DefaultCurrency = "EUR";

    /// <summary>
    /// The invoice of a form and, where the PDF has one, its XML. What the form leaves out comes from the XML; what both say has to be the
    /// same, and each disagreement is named by its field.
    /// </summary>
    /// <param name="form">As sent.</param>
    /// <param name="document">Null for a plain PDF.</param>
    /// <param name="customer">Whose invoice it is.</param>
    /// <param name="file">The PDF.</param>
    /// <param name="now">When it was posted.</param>
    /// <returns>The invoice, or <c>validation-failed</c>, <c>invoice-xml-disagrees</c>.</returns>
    public static Result<Invoice> Decide(
        InvoiceForm form, InvoiceDocument? document, Customer customer, InvoiceFile file, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(customer);
        var check = new FieldChecks();
        var given = InvoiceFields.Read(form, customer, check);
        if (check.Problem is { } malformed) return malformed;
        if (document is not null && InvoiceDisagreements.Between(given, document, customer) is { Count: > 0 } disagreements)
            return InvoiceProblems.Disagreement(disagreements);

        var kind = given.Kind ?? document?.Kind ?? InvoiceKind.Invoice;
        var number = given.Number ?? NumberOf(check, document?.Number, "number");
        var corrects = given.Corrects ?? NumberOf(check, document?.Corrects, "corrects");
        var date = given.Date ?? document?.Date;
        var amounts = document?.Amounts ?? AmountsOf(given);
        Complete(check, number, date, kind, amounts, corrects);
        return check.Problem is { } problem
            ? problem
            : new Invoice(
                number!.Value,
                customer.Id,
                kind,
                date!.Value,
                given.DueDate ?? document?.DueDate,
                amounts!,
                given.Site?.Id,
                given.Site?.Name,
                kind is InvoiceKind.CreditNote ? corrects : null,
                given.Payment,
                file,
                now);
    }

    /// <summary>Whether both are the same posting: all but the moment.</summary>
    public static bool IsSame(Invoice stored, Invoice posted)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(posted);
        return stored with { PostedAt = posted.PostedAt, SiteName = posted.SiteName } == posted;
    }

    private static InvoiceAmounts? AmountsOf(InvoiceFields given) =>
        given is { Net: { } net, Vat: { } vat, Total: { } total } ? new(net, vat, total, given.Currency ?? DefaultCurrency) : null;

    private static InvoiceNumber? NumberOf(FieldChecks check, string? text, string field)
    {
        if (text is null) return null;
        if (InvoiceNumber.TryParse(text, out var number)) return number;
        check.Refuse(field, "Dans la facture électronique, un numéro compte de 1 à 40 lettres, chiffres, « - » ou « _ ».");
        return null;
    }

    private static void Complete(
        FieldChecks check, InvoiceNumber? number, DateOnly? date, InvoiceKind kind, InvoiceAmounts? amounts, InvoiceNumber? corrects)
    {
        if (number is null) check.Refuse("number", "Indiquez le numéro de la facture.");
        if (date is null) check.Refuse("date", "Indiquez la date de la facture.");
        if (amounts is null) check.Refuse("total", "Indiquez les trois montants : net, vat et total.");
        else if (amounts.Total < 0) check.Refuse("total", "Une facture a un total positif : un avoir se déclare par kind=CreditNote.");
        else if (amounts.Net + amounts.Vat != amounts.Total) check.Refuse("total", "Le total n'est pas la somme du montant HT et de la TVA.");
        if (kind is InvoiceKind.CreditNote && corrects is null) check.Refuse("corrects", "Indiquez la facture que l'avoir corrige.");
        else if (corrects is not null && corrects == number) check.Refuse("corrects", "Un avoir ne se corrige pas lui-même.");
    }
}
