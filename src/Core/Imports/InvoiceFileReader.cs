using Dfm.Core.Accounts;
using Dfm.Core.Invoices;

namespace Dfm.Core.Imports;

/// <summary>Reads the demo's invoices, in the form of the ERP's files.</summary>
public static class InvoiceFileReader
{
    /// <summary>
    /// <c>invoices.csv</c>: number, customer, site, kind, date, dueDate, net, vat, total, corrects, payment; as an invoice is posted, see
    /// <see cref="InvoiceForm"/>.
    /// </summary>
    public static ImportFile<InvoiceRecord> Read(ReadOnlySpan<byte> file) => ImportReader.Read(
        file,
        ["number", "customer", "site", "kind", "date", "dueDate", "net", "vat", "total", "corrects", "payment"],
        line => new InvoiceRecord(
            line.Id<CustomerId>("customer"),
            new InvoiceForm(
                line.Id<InvoiceNumber>("number").Value,
                line.Optional("kind", 60),
                line.Optional("date", 60),
                line.Optional("dueDate", 60),
                line.Optional("net", 60),
                line.Optional("vat", 60),
                line.Optional("total", 60),
                Currency: null,
                line.Optional("site", 60),
                line.Optional("corrects", 60),
                line.Optional("payment", 60))),
        invoice => invoice.Form.Number!);
}
