using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Core.Contact;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Contact.ContactPortal;

namespace Dfm.Functions.Tests.Contact;

public sealed class SendContactRequestTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private ContactPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await ContactPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AMessage_ReachesItsService_AndItsSenderGetsACopyWithItsNumber()
    {
        var sent = await Sent(portal.User, Form(files: [("écran.png", Samples.Png), ("compteurs.xlsx", Samples.Xlsx)]));

        Assert.Equal(("sav", "Service technique", "Badge de l'entrée"), (sent.Service, sent.ServiceLabel, sent.Subject));
        Assert.Equal(["écran.png", "compteurs.xlsx"], sent.Attachments.Select(file => file.Name));
        string[] ids = [$"contact-{sent.Number}-copy", $"contact-{sent.Number}-service"];
        Assert.Equal(ids, await portal.MailsAbout($"contact-{sent.Number}-", 2));
        var (copy, mail) = (await portal.Mail(ids[0]), await portal.Mail(ids[1]));
        Assert.Equal(("sav@dfm.example.com", "paul@example.com"), (Assert.Single(mail.To), mail.ReplyTo));
        Assert.Equal(("paul@example.com", "sav@dfm.example.com"), (Assert.Single(copy.To), copy.ReplyTo));
        Assert.Equal([new("écran.png", Samples.Png.Length), new("compteurs.xlsx", Samples.Xlsx.Length)], mail.Attachments);
        Assert.Empty(copy.Attachments);
        string[] entered = [sent.Number.Value, "Badge de l'entrée", "besoin d'un badge.", "écran.png", "compteurs.xlsx", "Personne paul"];
        foreach (var text in entered)
        {
            Assert.Contains(text, mail.Text, StringComparison.Ordinal);
            Assert.Contains(text, copy.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_ThatAreTooLargeForAMail_StayWithTheMessage()
    {
        var files = Enumerable.Range(1, 2).Select(number => ($"journal{number}.txt", Samples.Text(6 * 1024 * 1024)));

        var sent = await Sent(portal.User, Form(files: [.. files]));

        await portal.MailsAbout($"contact-{sent.Number}-", 2);
        var mail = await portal.Mail($"contact-{sent.Number}-service");
        Assert.Empty(mail.Attachments);
        Assert.Contains("- journal2.txt (6 Mo)", mail.Text, StringComparison.Ordinal);
        Assert.Contains("trop volumineuses", mail.Text, StringComparison.Ordinal);
        var read = await portal.Staff.Get<ContactRequestResponse>($"/api/backoffice/contact-requests/{sent.Number}");
        Assert.Equal(2, read.Attachments.Count);
    }

    [Fact]
    public async Task TheStaff_ListsTheRequestsOfAllCustomers_AndReadsThemWithTheirFiles()
    {
        var first = await Sent(portal.User, Form(files: ("écran.png", Samples.Png)));
        var second = await Sent(portal.Stranger);
        var third = await Sent(portal.Supervisor, Form("compta", "Facture"));
        await Waiting.Until(async () => (await portal.Listed()).Count == 3);

        Assert.Equal([third.Number, second.Number, first.Number], (await portal.Listed()).Select(request => request.Number));
        var page = await portal.Staff.Get<Page<ContactSummary>>("/api/backoffice/contact-requests?limit=2");
        Assert.Equal([third.Number, second.Number], page.Items.Select(request => request.Number));
        page = await portal.Staff.Get<Page<ContactSummary>>($"/api/backoffice/contact-requests?limit=2&cursor={page.NextCursor}");
        var listed = Assert.Single(page.Items);
        Assert.Equal(("c1", "Société c1", 1), (listed.Customer.Value, listed.CustomerName, listed.AttachmentCount));
        var read = await portal.Staff.Get<ContactRequestResponse>($"/api/backoffice/contact-requests/{first.Number}");
        Assert.Equal(("c1", "paul@example.com"), (read.Customer?.Value, read.SenderEmail));
        Assert.Equal("Bonjour,\nle technicien aura besoin d'un badge.", read.Message);
        var file = await portal.Staff.GetByteArrayAsync(
            $"/api/backoffice/contact-requests/{first.Number}/attachments/{read.Attachments[0].Id}", Stop);
        Assert.Equal(Samples.Png, file);
    }

    [Theory]
    [InlineData("999999", "contact-request-not-found")]
    [InlineData("0", "contact-request-not-found")]
    [InlineData("..%2Fc", "contact-request-not-found")]
    public async Task ANumber_ThatNoRequestHas_IsNotFound(string number, string code)
    {
        using var read = await portal.Staff.GetAsync($"/api/backoffice/contact-requests/{number}", Stop);
        using var file = await portal.Staff.GetAsync($"/api/backoffice/contact-requests/{number}/attachments/1", Stop);

        await read.IsProblem(HttpStatusCode.NotFound, code);
        await file.IsProblem(HttpStatusCode.NotFound, code);
    }

    [Fact]
    public async Task AFile_ThatTheRequestDoesNotHave_IsNotFound()
    {
        var (one, other) = (await Sent(portal.User, Form(files: ("écran.png", Samples.Png))), await Sent(portal.User));
        await Waiting.Until(async () => (await portal.Listed()).Count == 2);

        using var answer = await portal.Staff.GetAsync(
            $"/api/backoffice/contact-requests/{other.Number}/attachments/{one.Attachments[0].Id}", Stop);

        await answer.IsProblem(HttpStatusCode.NotFound, "attachment-not-found");
    }

    [Fact]
    public async Task Services_AreListedInTheirOrder_ToWhoMayWriteToThem_WithoutTheirAddresses()
    {
        Assert.Equal("[sav: Service technique]", await Offered(portal.User));
        Assert.Equal("[sav: Service technique][compta: Comptabilité]", await Offered(portal.Supervisor));
        Assert.DoesNotContain("@", (await portal.User.Get("/api/contact-services")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AService_ThatTheCallerMayNotWriteTo_IsAsUnknownAsOneThatDoesNotExist()
    {
        using var forbidden = await Send(portal.User, Form("compta"));
        using var unknown = await Send(portal.User, Form("inconnu"));
        using var allowed = await Send(portal.Supervisor, Form("compta"));

        await unknown.IsProblem(HttpStatusCode.BadRequest, "unknown-contact-service");
        Assert.Equal(await unknown.Content.ReadAsStringAsync(Stop), await forbidden.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.Created, allowed.StatusCode);
    }

    [Fact]
    public async Task ADoubleClick_SendsOne_AndGetsTheSameAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var answer = await Send(portal.User, Form(files: ("a.png", Samples.Png)), "clic");
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync(Stop);
        }));

        Assert.Single(answers.Distinct());
        await Waiting.Until(async () => (await portal.Listed()).Count > 0);
        Assert.Single(await portal.Listed());
        Assert.Single(await Blobs());
    }

    [Fact]
    public async Task AKey_WithAnotherBody_IsRefused_AndBelongsToItsCallerAlone()
    {
        using var first = await Send(portal.User, Form(), "cle-1");
        using var other = await Send(portal.User, Form(message: "Autre chose."), "cle-1");
        using var colleague = await Send(portal.Supervisor, Form(message: "Autre chose."), "cle-1");

        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal(HttpStatusCode.Created, colleague.StatusCode);
    }

    public static TheoryData<string, HttpStatusCode, string> BadForms() => new()
    {
        { "nothing visible", HttpStatusCode.BadRequest, "validation-failed" },
        { "no subject", HttpStatusCode.BadRequest, "validation-failed" },
        { "unknown service", HttpStatusCode.BadRequest, "unknown-contact-service" },
        { "unknown field", HttpStatusCode.BadRequest, "validation-failed" },
        { "disguised", HttpStatusCode.UnsupportedMediaType, "attachment-content-mismatch" },
        { "eleven files", HttpStatusCode.BadRequest, "too-many-attachments" },
        { "26 MB", HttpStatusCode.RequestEntityTooLarge, "attachment-too-large" },
        { "JSON", HttpStatusCode.UnsupportedMediaType, "multipart-required" },
        { "bad key", HttpStatusCode.BadRequest, "bad-idempotency-key" },
    };

    [Theory]
    [MemberData(nameof(BadForms))]
    public async Task BadInput_IsRefused_WithItsOwnCode_AndNothingIsStored(string what, HttpStatusCode status, string code)
    {
        var png = ("bon.png", Samples.Png);
        using HttpContent form = what switch
        {
            "nothing visible" => Form(message: " \u200B\r\n", files: png),
            "no subject" => Form(subject: null, files: png),
            "unknown service" => Form("inconnu", files: png),
            "unknown field" => new MultipartFormDataContent { { new StringContent("x"), "to" } },
            "disguised" => Form(files: [png, ("photo.png", Samples.Exe)]),
            "eleven files" => Form(files: [.. Enumerable.Repeat(png, 11)]),
            "26 MB" => Form(files: [png, ("grand.txt", Samples.Text(26 * 1024 * 1024))]),
            "JSON" => JsonContent.Create(new { service = "sav" }),
            _ => Form(files: png),
        };

        using var answer = await Send(portal.User, form, what is "bad key" ? new string('k', 300) : null);

        await answer.IsProblem(status, code);
        Assert.Empty(await Blobs());
        Assert.Empty(await Rows());
    }

    private static async Task<string> Offered(HttpClient client) =>
        string.Concat((await client.Get<OfferedServices>("/api/contact-services")).Items.Select(one => $"[{one.Code}: {one.Label}]"));

    private async Task<List<string>> Blobs()
    {
        var container = portal.Portal.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(TableNames.Attachments);
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: Stop)) names.Add(blob.Name);
        return names;
    }

    private async Task<List<string>> Rows()
    {
        var table = portal.Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.ContactRequests);
        var keys = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Stop)) keys.Add(row.RowKey);
        return keys;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed record OfferedServices(IReadOnlyList<OfferedService> Items);

    private sealed record OfferedService(string Code, string Label);
}
