using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Tests.Invoices;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>The portal is killed while the ERP posts an invoice and a credit note, and while a customer reads them.</summary>
[Collection(CrashTests.Collection)]
public sealed class InvoiceCrashTests(AzuriteFixture azurite) : CrashWalks<InvoiceCrashTests.Walked>(azurite)
{
    private const string Posting = "post";
    private const string Reading = "read";

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Posting, 24), (Reading, 6)];

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) => Task.CompletedTask;

    /// <summary>The ERP posts a Factur-X, waits for its mail and posts a credit note; a Superviseur opens both, and fetches them as a ZIP.</summary>
    protected override async Task<Walked> Walk(CrashRun run)
    {
        run.Enter(Posting);
        var customer = run.Customer.Value;
        var cii = new SampleCii { Number = $"FA{customer}", BuyerName = $"Société {customer}" };
        var invoice = new Document(cii.Number, InvoicePdf.Of((InvoicePdf.FacturX, cii.Utf8())));
        var credit = new Document($"AV{customer}", InvoicePdf.Of());
        await Post(run, invoice, () => InvoicePortal.FacturXForm(invoice.Pdf, ("customer", customer)));
        await Until(async () => await Mails(run) is [] ? "No mail." : null);
        await Post(run, credit, () => InvoicePortal.Form(
            credit.Pdf, ("customer", customer), ("number", credit.Number), ("kind", "CreditNote"), ("corrects", invoice.Number)));

        run.Enter(Reading);
        await run.SignIn();
        foreach (var document in (Document[])[invoice, credit])
        {
            var (pdf, _) = await run.Ask(() => new(HttpMethod.Get, $"/api/invoices/{document.Number}/pdf"));
            Assert.Equal(document.Pdf, await pdf.Content.ReadAsByteArrayAsync(Stop));
        }

        var numbers = new[] { invoice.Number, credit.Number };
        var (zip, _) = await run.Ask(() => new(HttpMethod.Post, "/api/invoices/archive") { Content = JsonContent.Create(new { numbers }) });
        Assert.Equal(HttpStatusCode.OK, zip.StatusCode);
        return new([invoice, credit]);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> NumbersOf(Walked walked) => walked.Documents.Select(document => document.Number);

    /// <inheritdoc/>
    protected override async Task<string?> Unrest(CrashRun run, Walked walked)
    {
        var expected = walked.Documents.Select(document => $"invoice-{document.Number}-available-{run.Person.Fingerprint}");
        var mails = (await Mails(run)).Select(mail => mail.MailId).ToHashSet();
        return mails.SetEquals(expected) ? await LeftBehind(run, TableNames.Invoices) : $"The mails are {string.Join(", ", mails)}.";
    }

    /// <inheritdoc/>
    protected override async Task Check(CrashRun run, Walked walked)
    {
        var listed = (await run.Look<Page<InvoiceResponse>>("/api/invoices")).Items;
        Assert.Equal(NumbersOf(walked).Order(), listed.Select(invoice => invoice.Number.Value).Order());
        foreach (var document in walked.Documents)
        {
            var found = await run.Look<Page<InvoiceResponse>>($"/api/invoices?search={document.Number}");
            Assert.Equal(document.Number, Assert.Single(found.Items).Number.Value);
            Assert.Equal(document.Pdf.Length, found.Items[0].Size);
        }
    }

    private static async Task Post(CrashRun run, Document document, Func<HttpContent> form)
    {
        var (answer, _) = await run.Ask(() => new(HttpMethod.Post, "/api/backoffice/invoices") { Content = form() });
        Assert.Equal(document.Number, (await answer.Read<InvoiceResponse>(HttpStatusCode.Created)).Number.Value);
    }

    /// <summary>What a walk has made.</summary>
    public sealed record Walked(IReadOnlyList<Document> Documents);

    /// <summary>A posted PDF.</summary>
    public sealed record Document(string Number, byte[] Pdf);
}
