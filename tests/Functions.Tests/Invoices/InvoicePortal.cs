using System.Net;
using System.Net.Http.Headers;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Invoices;
using Dfm.Core.Tests.Invoices;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Invoices.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>The two customers' portal, with accounts of Superviseurs: what the tests of invoices start from.</summary>
public sealed class InvoicePortal : TwoCustomers
{
    /// <summary>The scope of whoever posts invoices.</summary>
    public const string Scope = "invoices.write";

    private InvoicePortal(InProcessPortal portal, HttpClient staff) : base(portal, staff)
    {
    }

    public static async Task<InvoicePortal> StartAsync(StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null)
    {
        var portal = await StartInProcess(storage, settings: settings);
        await portal.AddAccount("claire", "c1");
        await portal.AddAccount("luc", "c1");
        await portal.AddAccount("paul", "c1", "s1");
        await portal.AddAccount("zoe", "c2");
        return new InvoicePortal(portal, await portal.StaffClient("ERP", Scope));
    }

    /// <summary>The form of an invoice of customer c1: a plain PDF with all its fields, of which some may be others.</summary>
    public static MultipartFormDataContent Form(byte[] pdf, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        var all = new Dictionary<string, string>
        {
            ["customer"] = "c1",
            ["number"] = "FA-1",
            ["date"] = "2026-11-05",
            ["net"] = "100.00",
            ["vat"] = "20.00",
            ["total"] = "120.00",
        };
        foreach (var (name, value) in fields) all[name] = value;
        foreach (var (name, value) in all.Where(field => field.Value.Length > 0)) form.Add(new StringContent(value), name);
        form.Add(File(pdf), "file", "facture.pdf");
        return form;
    }

    /// <summary>The form of a Factur-X: the customer, and what else is given.</summary>
    public static MultipartFormDataContent FacturXForm(SampleCii cii, params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(cii);
        return FacturXForm(InvoicePdf.Of((InvoicePdf.FacturX, cii.Utf8())), fields);
    }

    /// <summary>The same, of a PDF that is made already.</summary>
    public static MultipartFormDataContent FacturXForm(byte[] pdf, params (string Name, string Value)[] fields) =>
        Form(pdf, [("number", ""), ("date", ""), ("net", ""), ("vat", ""), ("total", ""), .. fields]);

    public Task<HttpResponseMessage> Post(HttpContent form) => Staff.PostAsync(new Uri("/api/backoffice/invoices", UriKind.Relative), form, Stop);

    /// <summary>Posts an invoice that is accepted.</summary>
    public async Task<InvoiceResponse> Posted(HttpContent form)
    {
        using var answer = await Post(form);
        return await answer.Read<InvoiceResponse>(HttpStatusCode.Created);
    }

    /// <summary>An invoice of customer c1 that was posted with a plain PDF.</summary>
    public Task<InvoiceResponse> Posted(string number, params (string Name, string Value)[] fields) =>
        Posted(Form(InvoicePdf.Of(), [("number", number), .. fields]));

    /// <summary>Stores an invoice as if it had been posted, without a mail.</summary>
    public static async Task Store(TableServiceClient tables, Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(tables);
        await tables.GetTableClient(TableNames.Invoices).SubmitTransactionAsync(TableInvoiceStore.Rows(invoice).Select(RowActions.Insert), Stop);
    }

    /// <summary>An invoice of customer c1.</summary>
    public static Invoice Invoice(string number, DateOnly date, string? site = null, InvoicePayment? payment = null, decimal total = 120) => new(
        InvoiceNumber.Parse(number),
        CustomerId.Parse("c1"),
        InvoiceKind.Invoice,
        date,
        null,
        new InvoiceAmounts(total, 0, total, "EUR"),
        site is null ? null : SiteId.Parse(site),
        site is null ? null : $"Site {site}",
        null,
        payment,
        new InvoiceFile(new string('a', 64), 1000, null),
        DateTimeOffset.UnixEpoch);

    /// <summary>The numbers on all pages of a list.</summary>
    public static async Task<IEnumerable<string>> Numbers(HttpClient client, string query = "") =>
        (await client.GetAll<InvoiceResponse>($"/api/invoices{query}")).Select(invoice => invoice.Number.Value);

    private static ByteArrayContent File(byte[] pdf) => new(pdf) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
