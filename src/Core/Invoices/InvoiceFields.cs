using System.Globalization;
using Dfm.Core.Accounts;

namespace Dfm.Core.Invoices;

/// <summary>The fields of a posted invoice that were given, read; null for those that were not.</summary>
internal sealed record InvoiceFields(
    InvoiceNumber? Number,
    InvoiceKind? Kind,
    DateOnly? Date,
    DateOnly? DueDate,
    decimal? Net,
    decimal? Vat,
    decimal? Total,
    string? Currency,
    Site? Site,
    InvoiceNumber? Corrects,
    InvoicePayment? Payment)
{
    private const int LongestField = 60;
    private static readonly string[] DateForms = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "yyyyMMdd"];
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2099, 12, 31);

    /// <summary>Reads what was given; what cannot be read is noted in <paramref name="check"/>.</summary>
    public static InvoiceFields Read(InvoiceForm form, Customer customer, FieldChecks check)
    {
        var kind = check.OptionalChoice<InvoiceKind>("kind", form.Kind);
        return new(
            NumberIn(check, "number", form.Number),
            kind,
            DateIn(check, "date", form.Date),
            DateIn(check, "dueDate", form.DueDate),
            AmountIn(check, "net", form.Net, kind),
            AmountIn(check, "vat", form.Vat, kind),
            AmountIn(check, "total", form.Total, kind),
            CurrencyIn(check, form.Currency),
            SiteIn(check, form.Site, customer),
            NumberIn(check, "corrects", form.Corrects),
            check.OptionalChoice<InvoicePayment>("payment", form.Payment));
    }

    private static InvoiceNumber? NumberIn(FieldChecks check, string field, string? text)
    {
        if (check.Optional(field, text, LongestField) is not { } given) return null;
        if (InvoiceNumber.TryParse(given, out var number)) return number;
        check.Refuse(field, "Un numéro compte de 1 à 40 lettres, chiffres, « - » ou « _ ».");
        return null;
    }

    private static DateOnly? DateIn(FieldChecks check, string field, string? text)
    {
        if (check.Optional(field, text, LongestField) is not { } given) return null;
        if (DateOnly.TryParseExact(given, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= Earliest && date <= Latest)
            return date;
        check.Refuse(field, "Une date comme 2026-03-05 ou 05/03/2026, de 2000 à 2099.");
        return null;
    }

    /// <summary>The sign of a credit note's amount says nothing: some write it, others do not.</summary>
    private static decimal? AmountIn(FieldChecks check, string field, string? text, InvoiceKind? kind)
    {
        if (check.Optional(field, text, LongestField) is not { } given) return null;
        var plain = string.Concat(given.Where(character => !char.IsWhiteSpace(character))).Replace(',', '.');
        if (decimal.TryParse(
                plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && Math.Abs(amount) <= InvoiceRules.MaxAmount && decimal.Round(amount, 2) == amount)
            return kind is InvoiceKind.CreditNote ? Math.Abs(amount) : amount;
        check.Refuse(field, "Un montant comme 1234,56, de deux décimales au plus.");
        return null;
    }

    private static string? CurrencyIn(FieldChecks check, string? text)
    {
        if (check.Optional("currency", text, LongestField) is not { } given) return null;
        if (given.Length == 3 && given.All(char.IsAsciiLetter)) return given.ToUpperInvariant();
        check.Refuse("currency", "Un code ISO 4217 comme EUR.");
        return null;
    }

    private static Site? SiteIn(FieldChecks check, string? text, Customer customer)
    {
        if (check.Optional("site", text, LongestField) is not { } given) return null;
        var site = customer.Sites.FirstOrDefault(one => one.Id.Value == given);
        if (site is null) check.Refuse("site", "Ce client n'a pas de site de ce code.");
        return site;
    }
}
