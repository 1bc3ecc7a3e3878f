using Azure.Data.Tables;
using Dfm.Core.Invoices;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Invoices.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;
using static Dfm.Functions.Tests.Invoices.InvoicePortal;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>
/// What the functions of this chapter ask of their storage, to the last request: each names its partition and a key or a range of keys,
/// and there are as many with ten invoices as with thousands.
/// </summary>
public sealed class InvoiceRequestsTests(AzuriteFixture azurite)
    : CountedRequests<InvoicePortal>(azurite, (at, settings) => InvoicePortal.StartAsync(at, settings))
{
    /// <summary>The outbox row read and deleted; the subscriptions of webhooks; for each of two mails its claim and its record.</summary>
    private const int EffectsOfPosting = 7;

    [Theory]
    [InlineData(10)]
    // The shortest list holds half of them: more than a page of a query, which is 1,000 rows.
    [InlineData(2_200)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheInvoices(int invoices)
    {
        await ManyRows.Write(
            new TableClient(Account.ConnectionString, TableNames.Invoices),
            Enumerable.Range(1, invoices).SelectMany(n => TableInvoiceStore.Rows(
                Invoice($"F{n:D4}", new DateOnly(2020, 1, 1).AddDays(n), n % 2 == 0 ? "s1" : "s2", (InvoicePayment)(n % 2)))));
        var pdf = InvoicePdf.Of();

        // The API key, the customer, its Superviseurs, the number's claim, the invoice before, the PDF, the transaction.
        var (_, posting) = await Counter.Effects(() => Counter.Counts<InvoiceResponse>("PostInvoice", 7, Portal.Staff, Posting(pdf)), mails: 2);
        Holds("PostInvoice, all that follows", EffectsOfPosting, posting);
        // The claim is refused, so it is read; nothing is stored.
        await Counter.Counts("PostInvoice, the same again", 6, Portal.Staff, Posting(pdf));
        string[] queries =
            ["", "&year=2021", "&site=s1", "&payment=Due", "&payment=Due&site=s2", "&search=120,00", "&search=120,00&site=s1"];
        foreach (var query in queries)
            await Counter.Counts($"ListInvoices {query}", 1, Portal.Supervisor, Getting($"invoices?limit=5{query}"));
        await Counter.Counts("GetInvoice", 1, Portal.Supervisor, Getting("invoices/FA-1"));
        await Counter.Counts("GetInvoicePdf", 2, Portal.Supervisor, Getting("invoices/FA-1/pdf"));
        await Counter.Counts("IssueInvoiceTicket", 1, Portal.Supervisor, RequestCounter.Posting("invoices/FA-1/ticket", new { }));
        var numbers = new { numbers = new[] { "FA-1" } };
        await Counter.Counts("ArchiveInvoices, of one", 2, Portal.Supervisor, RequestCounter.Posting("invoices/archive", numbers));
        await Counter.Counts("IssueArchiveTicket, of one", 1, Portal.Supervisor, RequestCounter.Posting("invoices/archive/ticket", numbers));
    }

    private static HttpRequestMessage Posting(byte[] pdf) => new(HttpMethod.Post, "/api/backoffice/invoices") { Content = Form(pdf) };
}
