using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Core.Attachments;
using Dfm.Core.Dits;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Dits.DitPortal;

namespace Dfm.Functions.Tests.Dits;

public sealed class RaiseDitTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DitPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await DitPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ADit_WithItsFiles_IsRegistered_AndConfirmedByMail()
    {
        using var answer = await Raise(portal.User, "p1", Form(files: [("écran.png", Samples.Png), ("compteurs.xlsx", Samples.Xlsx)]));
        var dit = await answer.Read<DitResponse>(HttpStatusCode.Created);
        var number = dit.Number;

        Assert.Equal($"/api/dits/{number}", answer.Headers.Location?.ToString());
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal("En attente de validation / A planifier", dit.StateLabel);
        Assert.True(dit.Cancellation.Open);
        Assert.Equal(["écran.png", "compteurs.xlsx"], dit.Attachments.Select(file => file.Name));
        Assert.Equal([$"dit-{number}-1-Raised"], await portal.MailsOf(number, 1));
        var mail = await portal.Mail($"dit-{number}-1-Raised");
        Assert.Equal(["paul@example.com"], mail.To);
        string[] entered = [number.Value, "Bourrage au bac 2.", "Panne", "SC542", "Urgent", "REF-7", "écran.png", "Copieur p1"];
        foreach (var text in entered)
            Assert.Contains(text, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFile_ComesBack_AsItWasSent_AndNeverRuns()
    {
        var dit = await portal.Raised(files: ("écran 1.png", Samples.Png));
        var file = Assert.Single(dit.Attachments);

        using var answer = await portal.User.GetAsync(
            $"/api/dits/{dit.Number}/attachments/{file.Id}", TestContext.Current.CancellationToken);

        Assert.Equal(Samples.Png, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("écran 1.png", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task ALargeFile_IsStreamed_AndComesBackWhole()
    {
        var large = Samples.Text((int)AttachmentRules.MaxBytes);
        large[^1] = (byte)'!';
        var dit = await portal.Raised(files: ("journal.txt", large));
        var file = Assert.Single(dit.Attachments);

        var bytes = await portal.User.GetByteArrayAsync(
            $"/api/dits/{dit.Number}/attachments/{file.Id}", TestContext.Current.CancellationToken);

        Assert.Equal(large.Length, file.Size);
        Assert.True(large.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task AnAsset_WithAnOpenDit_IsWarnedOf_AndRaisedAllTheSame()
    {
        var first = await portal.Raised();
        var second = await portal.Raised(portal.Supervisor);
        using var _ = await Cancel(portal.User, first.Number);
        using var __ = await Cancel(portal.User, second.Number);
        var third = await portal.Raised();

        var warning = Assert.Single(second.Warnings!);
        Assert.Equal("asset-has-open-dit", warning.Code);
        Assert.Contains(first.Number.Value, warning.Detail, StringComparison.Ordinal);
        Assert.Empty(third.Warnings!);
    }

    [Fact]
    public async Task TheAsset_ShowsItsOpenDits_UntilTheyEnd()
    {
        var dit = await portal.Raised();
        await Waiting.Until(async () => (await OpenDits()).SequenceEqual([dit.Number.Value]));
        using var _ = await Cancel(portal.User, dit.Number);
        await Waiting.Until(async () => (await OpenDits()).Count == 0);

        async Task<IReadOnlyList<string>> OpenDits() => (await portal.User.Get<AssetResponse>("/api/assets/p1")).OpenDits;
    }

    [Fact]
    public async Task ADoubleClick_RaisesOne_AndGetsTheSameAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var answer = await Raise(portal.User, "p1", Form(files: ("a.png", Samples.Png)), "clic");
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }));

        Assert.Single(answers.Distinct());
        Assert.Single(await Listed(portal.User));
        Assert.Single(await Blobs());
    }

    [Fact]
    public async Task AKey_WithAnotherBody_IsRefused_AndBelongsToItsCallerAlone()
    {
        using var first = await Raise(portal.User, "p1", Form(), "cle-1");
        using var other = await Raise(portal.User, "p1", Form("Autre chose."), "cle-1");
        using var colleague = await Raise(portal.Supervisor, "p1", Form("Autre chose."), "cle-1");

        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal(HttpStatusCode.Created, colleague.StatusCode);
    }

    [Fact]
    public async Task AFormWhoseChunksBreakTheRules_IsRefused_AndNothingIsStored()
    {
        var answer = await RawHttp.Post(
            portal.User,
            "/api/assets/p1/dits",
            "Content-Type: multipart/form-data; boundary=x\nTransfer-Encoding: chunked",
            "FFFFFFFFFFFFFFFF\r\n--x");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"malformed-multipart\"", answer, StringComparison.Ordinal);
        Assert.Empty(await Listed(portal.User));
    }

    public static TheoryData<string, HttpStatusCode, string> BadForms() => new()
    {
        { "empty description", HttpStatusCode.BadRequest, "validation-failed" },
        { "unknown nature", HttpStatusCode.BadRequest, "unknown-nature" },
        { "nature of another kind", HttpStatusCode.BadRequest, "unknown-nature" },
        { "unknown urgency", HttpStatusCode.BadRequest, "validation-failed" },
        { "unknown field", HttpStatusCode.BadRequest, "validation-failed" },
        { "forbidden kind", HttpStatusCode.UnsupportedMediaType, "attachment-kind-not-allowed" },
        { "disguised", HttpStatusCode.UnsupportedMediaType, "attachment-content-mismatch" },
        { "empty file", HttpStatusCode.BadRequest, "attachment-empty" },
        { "eleven files", HttpStatusCode.BadRequest, "too-many-attachments" },
        { "26 MB", HttpStatusCode.RequestEntityTooLarge, "attachment-too-large" },
        { "broken multipart", HttpStatusCode.BadRequest, "malformed-multipart" },
        { "not multipart at all", HttpStatusCode.BadRequest, "malformed-multipart" },
        { "JSON", HttpStatusCode.UnsupportedMediaType, "multipart-required" },
        { "unknown asset", HttpStatusCode.NotFound, "asset-not-found" },
        { "impossible asset", HttpStatusCode.NotFound, "asset-not-found" },
        { "asset of another site", HttpStatusCode.NotFound, "asset-not-found" },
    };

    [Theory]
    [MemberData(nameof(BadForms))]
    public async Task BadInput_IsRefused_WithItsOwnCode_AndNothingIsStored(string what, HttpStatusCode status, string code)
    {
        var png = ("bon.png", Samples.Png);
        var asset = what switch { "unknown asset" => "p9", "impossible asset" => "p%2F..%2F1", "asset of another site" => "p2", _ => "p1" };
        using HttpContent form = what switch
        {
            "empty description" => Form(" ", files: png),
            "unknown nature" => Form(nature: "INCONNUE", files: png),
            "nature of another kind" => Form(nature: "MESSAGERIE", files: png),
            "unknown urgency" => Form(urgency: "Hier", files: png),
            "unknown field" => new MultipartFormDataContent { { new StringContent("x"), "isAdmin" } },
            "forbidden kind" => Form(files: [png, ("virus.exe", Samples.Exe)]),
            "disguised" => Form(files: [png, ("photo.png", Samples.Exe)]),
            "empty file" => Form(files: [png, ("vide.png", [])]),
            "eleven files" => Form(files: [.. Enumerable.Repeat(png, 11)]),
            "26 MB" => Form(files: [png, ("grand.txt", Samples.Text(26 * 1024 * 1024))]),
            "broken multipart" => Broken("--frontière\r\nContent-Disposition: form-data; name=\"nature\"\r\n\r\nPAN"),
            "not multipart at all" => Broken("{}"),
            "JSON" => JsonContent.Create(new { nature = "PANNE" }),
            _ => Form(files: png),
        };

        using var answer = await Raise(portal.User, asset, form);

        await answer.IsProblem(status, code);
        Assert.Empty(await Listed(portal.Supervisor));
        Assert.Empty(await Blobs());
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task AnUpload_PastAllLimits_IsRefusedBeforeItIsSent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/assets/p1/dits") { Content = new Endless(400L * 1024 * 1024) };
        request.Headers.ExpectContinue = true;

        using var answer = await portal.User.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static StringContent Broken(string body)
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=\"fronti-re\"");
        return content;
    }

    private static async Task<IReadOnlyList<DitSummary>> Listed(HttpClient client) =>
        (await client.Get<Page<DitSummary>>("/api/dits")).Items;

    private async Task<List<string>> Blobs()
    {
        var container = portal.Portal.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(TableNames.Attachments);
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken)) names.Add(blob.Name);
        return names;
    }

    private async Task<List<string>> Rows()
    {
        var table = portal.Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Dits);
        var keys = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken)) keys.Add(row.RowKey);
        return keys;
    }

    /// <summary>Announces a length and would never end.</summary>
    private sealed class Endless : HttpContent
    {
        public Endless(long length)
        {
            Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            Headers.ContentLength = length;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            throw new InvalidOperationException("Nobody should have asked for the body.");

        protected override bool TryComputeLength(out long length)
        {
            length = Headers.ContentLength ?? 0;
            return true;
        }
    }
}
