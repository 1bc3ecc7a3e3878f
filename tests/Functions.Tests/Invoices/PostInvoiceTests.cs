using System.Net;
using System.Text;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Invoices;
using Dfm.Core.Tests.Invoices;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Invoices.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Invoices.InvoicePortal;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>The ERP posts invoices: plain PDFs, Factur-X of all profiles, and what is neither.</summary>
public sealed class PostInvoiceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InvoicePortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await InvoicePortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData(SampleCii.Minimum, "factur-x.xml", "MINIMUM")]
    [InlineData(SampleCii.BasicWl, "factur-x.xml", "BASIC WL")]
    [InlineData(SampleCii.Basic, "Factur-X.xml", "BASIC")]
    [InlineData(SampleCii.En16931, "zugferd-invoice.xml", "EN 16931")]
    [InlineData(SampleCii.XRechnung, "xrechnung.xml", "XRECHNUNG")]
    public async Task AFacturX_IsReadFromItsXml(string guideline, string name, string profile)
    {
        var cii = new SampleCii { Guideline = guideline };

        var posted = await portal.Posted(FacturXForm(InvoicePdf.Of((name, cii.Utf8()), ("conditions.txt", "…"u8.ToArray()))));

        var due = guideline == SampleCii.Minimum ? (DateOnly?)null : new DateOnly(2026, 12, 5);
        Assert.Equal((cii.Number, profile, InvoiceKind.Invoice), (posted.Number.Value, posted.FacturX, posted.Kind));
        Assert.Equal((new DateOnly(2026, 11, 5), due), (posted.Date, posted.DueDate));
        Assert.Equal((cii.Net, cii.Vat, cii.Total, "EUR"), (posted.Net, posted.Vat, posted.Total, posted.Currency));
        Assert.Equal(posted, await portal.Supervisor.Get<InvoiceResponse>($"/api/invoices/{cii.Number}"));
    }

    [Fact]
    public async Task APlainPdf_IsWhatTheFormSays_AndACreditNoteRefersToItsInvoice()
    {
        var posted = await portal.Posted(
            "FA-7", ("date", "05/11/2026"), ("total", "120,00"), ("dueDate", "2026-12-05"), ("site", "s2"), ("payment", "Due"));
        var credit = await portal.Posted(
            "AV-1", ("kind", "CreditNote"), ("net", "-100"), ("vat", "-20"), ("total", "-120"), ("corrects", "FA-7"));

        Assert.Equal(("Facture", 120m, "À payer", null), (posted.KindLabel, posted.Total, posted.PaymentLabel, posted.FacturX));
        Assert.Equal(("s2", "Site s2"), (posted.Site?.Value, posted.SiteName));
        Assert.Equal(("Avoir", 120m, "FA-7", null), (credit.KindLabel, credit.Total, credit.Corrects?.Value, credit.PaymentLabel));
        Assert.Equal(
            ((string[])[Available("claire"), Available("luc")]).Order(StringComparer.Ordinal),
            await portal.MailsAbout("invoice-AV-1-", 2));

        static string Available(string user) => $"invoice-AV-1-available-{UserId.Parse(user).Fingerprint}";
    }

    [Fact]
    public async Task PostedAgain_TheSameHasTheSameResponse_AnotherIsRefused()
    {
        var pdf = InvoicePdf.Of();
        var first = await portal.Posted(Form(pdf));
        portal.Portal.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first, await portal.Posted(Form(pdf, ("currency", "EUR"), ("date", "05/11/2026"))));
        foreach (var other in (MultipartFormDataContent[])
            [Form(InvoicePdf.Of(2)), Form(pdf, ("net", "101"), ("total", "121")), Form(pdf, ("customer", "c2"))])
        {
            using var answer = await portal.Post(other);
            await answer.IsProblem(HttpStatusCode.Conflict, "invoice-posted-otherwise");
        }

        Assert.Equal(["FA-1"], await Numbers(portal.Supervisor));
        Assert.Empty(await Numbers(portal.Stranger));
        await portal.MailsAbout("invoice-FA-1-", 2);
        Assert.Equal(2, (await portal.Mails()).Count);
    }

    [Fact]
    public async Task ANumber_ThatWasOnlyClaimedForAnotherCustomer_IsFreeAgainLater()
    {
        var services = portal.Portal.Services;
        var now = services.GetRequiredService<InvoiceNumbers>();
        var later = new InvoiceNumbers(services.GetRequiredService<TableServiceClient>(), services.GetRequiredService<IInvoiceStore>())
        {
            // Clocks differ: surely over.
            LongestPosting = TimeSpan.FromMinutes(-1),
        };
        var (number, ours, others) = (InvoiceNumber.Parse("FA-1"), CustomerId.Parse("c1"), CustomerId.Parse("c2"));

        Assert.True(await now.Claim(number, others, Stop));
        Assert.False(await now.Claim(number, ours, Stop));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => later.Claim(number, ours, Stop))), Assert.True);
        Assert.False(await now.Claim(number, others, Stop));
        await portal.Posted(Form(InvoicePdf.Of()));
        Assert.False(await later.Claim(number, others, Stop));
    }

    [Fact]
    public async Task PostedManyTimesAtOnce_ItIsStoredOnce()
    {
        var pdf = InvoicePdf.Of();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => portal.Posted(Form(pdf))));

        Assert.Single(all.Distinct());
        Assert.Equal(["FA-1"], await Numbers(portal.Supervisor));
        Assert.Equal(2, (await portal.MailsAbout("invoice-", 2)).Length);
    }

    [Fact]
    public async Task AnIdempotencyKey_WithAnotherInvoice_IsRefused()
    {
        using var first = Form(InvoicePdf.Of());
        using var other = Form(InvoicePdf.Of(), ("number", "FA-2"));

        using var accepted = await SendWithKey(first);
        using var refused = await SendWithKey(other);

        Assert.Equal(HttpStatusCode.Created, accepted.StatusCode);
        await refused.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        Task<HttpResponseMessage> SendWithKey(HttpContent form)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/backoffice/invoices") { Content = form };
            request.Headers.Add("Idempotency-Key", "k");
            return portal.Staff.SendAsync(request, Stop);
        }
    }

    [Fact]
    public async Task AFacturX_ThatContradictsTheRequest_IsRefused_AndSaysWhere()
    {
        using var answer = await portal.Post(FacturXForm(
            new SampleCii { BuyerName = "Société c2" }, ("number", "FA-9"), ("total", "1"), ("date", "05/11/2026")));

        var problem = await answer.IsProblem(HttpStatusCode.UnprocessableEntity, "invoice-xml-disagrees");
        Assert.Equal(["customer", "number", "total"], problem.Fields.Order());
    }

    [Fact]
    public async Task WhatIsNoSoundPdf_HasACodeOfItsOwn()
    {
        var sound = InvoicePdf.Of((InvoicePdf.FacturX, new SampleCii().Utf8()));
        byte[][] broken =
        [
            sound[..(sound.Length / 2)],
            "%PDF-1.7 %%EOF"u8.ToArray(),
            "Bonjour"u8.ToArray(),
            [.. "%PDF-1.7\n"u8, .. new byte[3000], .. "%%EOF"u8],
        ];
        foreach (var pdf in broken)
        {
            using var answer = await portal.Post(Form(pdf));
            await answer.IsProblem(HttpStatusCode.BadRequest, "invoice-pdf-unreadable");
        }
    }

    [Fact]
    public async Task TwoAttachmentsThatClaimToBeTheInvoice_AreRefused()
    {
        var xml = new SampleCii().Utf8();
        foreach (var second in (string[])["xrechnung.xml", "factur-x.xml"])
        {
            using var answer = await portal.Post(FacturXForm(InvoicePdf.Of((InvoicePdf.FacturX, xml), (second, xml))));
            await answer.IsProblem(HttpStatusCode.BadRequest, "invoice-xml-ambiguous");
        }
    }

    [Fact]
    public async Task AnXmlThatIsNoInvoice_OrAttacksItsReader_IsRefused()
    {
        byte[][] wrong =
        [
            "<Invoice/>"u8.ToArray(),
            "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"u8.ToArray(),
            Encoding.UTF8.GetBytes(new string(' ', 6_000_000)),
        ];
        foreach (var xml in wrong)
        {
            using var answer = await portal.Post(Form(InvoicePdf.Of((InvoicePdf.FacturX, xml))));
            await answer.IsProblem(HttpStatusCode.BadRequest, "invoice-xml-unreadable");
        }

        // Compresses to a tenth of a megabyte.
        using var bomb = await portal.Post(Form(InvoicePdf.Of((InvoicePdf.FacturX, new byte[100_000_000]))));
        await bomb.IsProblem(HttpStatusCode.BadRequest, "invoice-pdf-unreadable");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APdfOf40Megabytes_IsRefusedEarly(bool sizeIsTold)
    {
        using var form = Form(new byte[40_000_000]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/backoffice/invoices") { Content = form };
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = !sizeIsTold;
        using var answer = await portal.Staff.SendAsync(request, Stop);

        await answer.IsProblem(HttpStatusCode.RequestEntityTooLarge, "invoice-too-large");
    }

    [Fact]
    public async Task BadForms_NameTheirFields()
    {
        var pdf = InvoicePdf.Of();
        await Refused(Form(pdf, ("customer", "")), "customer");
        await Refused(Form(pdf, ("customer", "c9")), "customer");
        await Refused(Form(pdf, ("date", "hier"), ("site", "s9")), "date", "site");
        await Refused(Form(pdf, ("colour", "red")), "colour");
        await Refused(new MultipartFormDataContent { { new StringContent("c1"), "customer" } }, "file");
        var two = Form(pdf);
        two.Add(new ByteArrayContent(pdf), "file", "autre.pdf");
        await Refused(two, "file");

        using var json = await portal.Post(new StringContent("{}", Encoding.UTF8, "application/json"));
        await json.IsProblem(HttpStatusCode.UnsupportedMediaType, "multipart-required");

        async Task Refused(HttpContent form, params string[] fields)
        {
            using var answer = await portal.Post(form);
            await answer.RefusesFields(fields);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
