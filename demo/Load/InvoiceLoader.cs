using System.Security.Cryptography;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Invoices;
using Dfm.Core.Notifications;
using Dfm.Functions.Invoices.Storage;
using Dfm.Functions.Pdf;
using Dfm.Functions.Storage;

namespace Dfm.Load;

/// <summary>Stores invoices as if they had been posted long ago, with a PDF of their own and without a mail.</summary>
internal sealed class InvoiceLoader(TableServiceClient tables, IInvoiceStore invoices, InvoiceNumbers numbers, InvoiceBlobs blobs)
{
    /// <summary>Stores the invoice of a form; false when it was stored before.</summary>
    public async Task<bool> Save(Customer customer, InvoiceForm form)
    {
        if (await invoices.Find(customer.Id, InvoiceNumber.Parse(form.Number!), default) is not null) return false;
        var content = Check(customer, form).Value;
        using var pdf = Print(customer, content);
        var file = new InvoiceFile(Convert.ToHexStringLower(await SHA256.HashDataAsync(pdf)), pdf.Length, Profile: null);
        var invoice = content with { File = file };
        await numbers.Claim(invoice.Number, customer.Id, default);
        await blobs.Store(customer.Id, file, pdf, default);
        await tables.GetTableClient(TableNames.Invoices).SubmitTransactionAsync(TableInvoiceStore.Rows(invoice).Select(RowActions.Insert));
        return true;
    }

    /// <summary>What the form says, before there is a PDF; or what is wrong with it.</summary>
    public static Core.Result<Invoice> Check(Customer customer, InvoiceForm form) =>
        InvoicePosting.Decide(form, document: null, customer, new InvoiceFile("", 0, null), DateTimeOffset.UnixEpoch).Then<Invoice>(
            invoice => invoice with { PostedAt = new DateTimeOffset(invoice.Date, new TimeOnly(7, 0), TimeSpan.Zero) });

    /// <summary>A PDF of an invoice, without a Factur-X.</summary>
    public static MemoryStream Print(Customer customer, Invoice invoice)
    {
        var (title, text, strong) = (PdfStyle.SemiBold(16, PdfStyle.Blue), PdfStyle.Regular(10), PdfStyle.SemiBold(10));
        var heading = $"GROUPE DFM – {invoice.Kind.Label()} n° {invoice.Number}";
        using var pages = new PdfPages(
            $"{invoice.Kind.Label()} n° {invoice.Number}",
            invoice.PostedAt,
            page => page.Draw(new PdfRow([page.Cell(0, PdfPages.Width, (heading, title))], LineHeight: 24, Padding: 6)));
        string Money(decimal amount) => FrenchText.Money(amount, invoice.Amounts.Currency);
        (string Label, string? Value)[] facts =
        [
            ("Client", customer.Name),
            ("Site", invoice.SiteName),
            ("Date", FrenchText.Day(invoice.Date)),
            ("Échéance", invoice.DueDate is { } due ? FrenchText.Day(due) : null),
            ("Facture corrigée", invoice.Corrects?.Value),
            ("Total HT", Money(invoice.Amounts.Net)),
            ("TVA", Money(invoice.Amounts.Vat)),
            ("Total TTC", Money(invoice.Amounts.Total)),
        ];
        foreach (var (label, value) in facts.Where(fact => fact.Value is not null))
            pages.Draw(new PdfRow([pages.Cell(0, 120, (label, text)), pages.Cell(120, PdfPages.Width - 120, (value!, strong))], 15, 2));
        return pages.Finish("Document fictif de démonstration", text);
    }
}
