using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Invoices.InvoicePortal;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>PDFs in the browser and several as a ZIP, by an access token or by a ticket for just that.</summary>
public sealed class InvoicePdfTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly byte[] pdf = InvoicePdf.Of(100_000);
    private InvoicePortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await InvoicePortal.StartAsync(azurite.NewAccount());
        await portal.Posted(Form(pdf));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ThePdf_IsShownInTheBrowser_AndIsWhatWasPosted()
    {
        using var answer = await portal.Supervisor.GetAsync(Pdf("FA-1"), Stop);

        Assert.Equal(pdf, await answer.Content.ReadAsByteArrayAsync(Stop));
        var headers = answer.Content.Headers;
        Assert.Equal(("application/pdf", pdf.Length), (headers.ContentType?.MediaType, headers.ContentLength));
        Assert.Equal(("inline", "Facture FA-1.pdf"), (headers.ContentDisposition?.DispositionType, headers.ContentDisposition?.FileName));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("bytes", answer.Headers.AcceptRanges.Single());
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=99000-99009", 99_000, 10)]
    [InlineData("bytes=-5", -5, 5)]
    public async Task ARange_IsSentAlone(string range, int from, int length)
    {
        using var answer = await Get(range);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        var start = from < 0 ? pdf.Length + from : from;
        Assert.Equal(pdf[start..(start + length)], await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal((start, pdf.Length), (answer.Content.Headers.ContentRange?.From, answer.Content.Headers.ContentRange?.Length));
    }

    [Fact]
    public async Task ARangeBeyondTheEnd_IsRefused_AndAKnownVersionNotSentAgain()
    {
        using var beyond = await Get("bytes=9999999-");
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);

        using var first = await portal.Supervisor.GetAsync(Pdf("FA-1"), Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, Pdf("FA-1"));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await portal.Supervisor.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task ATicket_OpensItsPdfForAMinute_AndNothingElse()
    {
        await portal.Posted("FA-2");
        using var issued = await portal.Supervisor.PostAsync(new Uri("/api/invoices/FA-1/ticket", UriKind.Relative), null, Stop);
        var ticket = await issued.Read<DocumentTicket>(HttpStatusCode.OK);
        Assert.Equal(("/api/invoices/FA-1/pdf", portal.Portal.Clock.GetUtcNow().AddMinutes(1)), (ticket.Url, ticket.ExpiresAt));
        var cookie = issued.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("; max-age=60; path=/api/invoices/FA-1/pdf; samesite=strict; httponly$", cookie);

        using var opened = await ByTicket(HttpMethod.Get, ticket.Url, cookie);
        Assert.Equal(pdf, await opened.Content.ReadAsByteArrayAsync(Stop));
        using var other = await ByTicket(HttpMethod.Get, "/api/invoices/FA-2/pdf", cookie);
        await other.IsProblem(HttpStatusCode.Unauthorized, "ticket-invalid");
        using var list = await ByTicket(HttpMethod.Get, "/api/invoices", cookie);
        await list.IsProblem(HttpStatusCode.Unauthorized, "sign-in-required");
        using var archive = await ByTicket(HttpMethod.Post, "/api/invoices/archive", cookie, Fields("FA-1"));
        await archive.IsProblem(HttpStatusCode.Unauthorized, "ticket-invalid");
        using var forged = await ByTicket(HttpMethod.Get, ticket.Url, cookie.Replace("dfm_ticket=", "dfm_ticket=x", StringComparison.Ordinal));
        await forged.IsProblem(HttpStatusCode.Unauthorized, "ticket-invalid");

        portal.Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        using var late = await ByTicket(HttpMethod.Get, ticket.Url, cookie);
        await late.IsProblem(HttpStatusCode.Unauthorized, "ticket-invalid");
    }

    [Fact]
    public async Task ATicket_IsNoAccessToken_AndAnAccessTokenNoTicket()
    {
        using var issued = await portal.Supervisor.PostAsync(new Uri("/api/invoices/FA-1/ticket", UriKind.Relative), null, Stop);
        var ticket = issued.Headers.GetValues("Set-Cookie").Single().Split(';')[0]["dfm_ticket=".Length..];
        using var client = new HttpClient { BaseAddress = portal.Portal.Client.BaseAddress };

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ticket);
        using var asToken = await client.GetAsync(Pdf("FA-1"), Stop);
        await asToken.IsProblem(HttpStatusCode.Unauthorized, "token-invalid");
        var token = portal.Supervisor.DefaultRequestHeaders.Authorization!.Parameter;
        using var asTicket = await ByTicket(HttpMethod.Get, "/api/invoices/FA-1/pdf", $"dfm_ticket={token}");
        await asTicket.IsProblem(HttpStatusCode.Unauthorized, "ticket-invalid");
    }

    [Fact]
    public async Task Tickets_AreNotForUtilisateurs_NorForWhatIsNotThere()
    {
        using var user = await portal.User.PostAsync(new Uri("/api/invoices/FA-1/ticket", UriKind.Relative), null, Stop);
        await user.IsProblem(HttpStatusCode.Forbidden, "right-missing");
        using var stranger = await portal.Stranger.PostAsync(new Uri("/api/invoices/FA-1/ticket", UriKind.Relative), null, Stop);
        await stranger.IsProblem(HttpStatusCode.NotFound, "invoice-not-found");
        using var archive = await Archive(portal.Stranger, "archive/ticket", "FA-1");
        await archive.IsProblem(HttpStatusCode.NotFound, "invoice-not-found");
    }

    [Fact]
    public async Task AZip_HoldsThePdfs_AndIsFetchedByAFormWithATicketForJustThese()
    {
        var other = InvoicePdf.Of(50_000);
        await portal.Posted(Form(other, ("number", "AV-2"), ("kind", "CreditNote"), ("corrects", "FA-1")));
        using var direct = await Archive(portal.Supervisor, "archive", "FA-1", "AV-2", "FA-1");
        await HoldsBoth(direct);

        using var issued = await Archive(portal.Supervisor, "archive/ticket", "AV-2", "FA-1");
        var ticket = await issued.Read<DocumentTicket>(HttpStatusCode.OK);
        var cookie = issued.Headers.GetValues("Set-Cookie").Single();
        using var byForm = await ByTicket(HttpMethod.Post, ticket.Url, cookie, Fields("FA-1", "AV-2"));
        await HoldsBoth(byForm);
        using var less = await ByTicket(HttpMethod.Post, ticket.Url, cookie, Fields("FA-1"));
        await less.IsProblem(HttpStatusCode.Unauthorized, "ticket-invalid");

        async Task HoldsBoth(HttpResponseMessage answer)
        {
            var headers = answer.Content.Headers;
            Assert.Equal(("application/zip", "attachment"), (headers.ContentType?.MediaType, headers.ContentDisposition?.DispositionType));
            using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Stop));
            Assert.Equal(["Avoir AV-2.pdf", "Facture FA-1.pdf"], zip.Entries.Select(entry => entry.FullName).Order());
            Assert.Equal(pdf, Bytes(zip.GetEntry("Facture FA-1.pdf")!));
            Assert.Equal(other, Bytes(zip.GetEntry("Avoir AV-2.pdf")!));
        }
    }

    [Fact]
    public async Task AZip_OfWhatIsNotThere_OrOfNothing_IsRefused()
    {
        using var unknown = await Archive(portal.Supervisor, "archive", "FA-1", "FA-9");
        await unknown.IsProblem(HttpStatusCode.NotFound, "invoice-not-found");
        using var foreign = await Archive(portal.Stranger, "archive", "FA-1");
        await foreign.IsProblem(HttpStatusCode.NotFound, "invoice-not-found");
        using var nobodys = await Archive(portal.User, "archive", "FA-1");
        await nobodys.IsProblem(HttpStatusCode.Forbidden, "right-missing");
        string[][] wrong = [[], ["F A"], [.. Enumerable.Range(0, 201).Select(n => n.ToString(CultureInfo.InvariantCulture))]];
        foreach (var numbers in wrong)
        {
            using var answer = await Archive(portal.Supervisor, "archive", numbers);
            await answer.RefusesFields("numbers");
        }
    }

    private Task<HttpResponseMessage> Get(string range)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Pdf("FA-1"));
        request.Headers.Range = RangeHeaderValue.Parse(range);
        return portal.Supervisor.SendAsync(request, Stop);
    }

    private static Task<HttpResponseMessage> Archive(HttpClient client, string route, params string[] numbers) =>
        client.PostAsJsonAsync($"/api/invoices/{route}", new { numbers }, Stop);

    private Task<HttpResponseMessage> ByTicket(HttpMethod method, string url, string cookie, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        return portal.Portal.Client.SendAsync(request, Stop);
    }

    private static FormUrlEncodedContent Fields(params string[] numbers) => new(numbers.Select(number => KeyValuePair.Create("numbers", number)));

    private static Uri Pdf(string number) => new($"/api/invoices/{number}/pdf", UriKind.Relative);

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
