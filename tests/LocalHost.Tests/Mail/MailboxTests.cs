using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.LocalHost.Mail;
using Dfm.LocalHost.Tests.Pages;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalHost.Tests.Mail;

/// <summary>The mailbox in SendGrid's place.</summary>
public sealed class MailboxTests(AzuriteFixture azurite)
{
    private readonly StorageAccount account = azurite.NewAccount();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_IsAccepted_AndShownNewestFirst()
    {
        await using var app = await StartAsync();
        await SendAsync(app, Mail("first"));

        using var answer = await SendAsync(app, Mail("second"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var mails = await MailsAsync(app);
        Assert.Equal(["second", "first"], mails.Select(mail => (string)mail!["subject"]!));
        var mail = mails[0]!;
        Assert.Equal(answer.Headers.GetValues("X-Message-Id").Single(), (string)mail["id"]!);
        Assert.Equal("""["a@client.example"]""", mail["to"]!.ToJsonString());
        Assert.Equal(("Bonjour", "<p>Bonjour</p>"), ((string)mail["text"]!, (string)mail["html"]!));
        Assert.Equal("""{"mail":"dit-1","lot":"7"}""", mail["customArgs"]!.ToJsonString());
        Assert.Equal("""{"X-Test":"yes"}""", mail["headers"]!.ToJsonString());
        Assert.InRange((DateTimeOffset)mail["sentAt"]!, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task Mails_AreLimited()
    {
        await using var app = await StartAsync();
        foreach (var n in Enumerable.Range(0, 3)) await SendAsync(app, Mail($"{n}"));

        Assert.Equal(["2", "1"], (await MailsAsync(app, "?limit=2")).Select(mail => (string)mail!["subject"]!));
        using var refused = await app.Client.GetAsync("/local/mails?limit=0", Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Attachment_IsKeptByItsNameAndSize()
    {
        await using var app = await StartAsync();
        var mail = Mail("x");
        mail["attachments"] = JsonNode.Parse("""[{ "content": "JVBERg==", "type": "application/pdf", "filename": "bon.pdf", "disposition": "attachment" }]""");

        using var answer = await SendAsync(app, mail);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("""[{"name":"bon.pdf","size":4}]""", (await MailsAsync(app))[0]!["attachments"]!.ToJsonString());
    }

    [Fact]
    public async Task ReplyTo_AndWhatIsAttached_AreShown_AndTheFileCanBeSaved()
    {
        await using var app = await StartAsync();
        var mail = Mail("x");
        mail["reply_to"] = JsonNode.Parse("""{ "email": "dit-7@reponses.example" }""");
        mail["attachments"] = new JsonArray(
            new JsonObject { ["content"] = Convert.ToBase64String(new byte[MailStore.LargestFile + 1]), ["filename"] = "large.bin" },
            new JsonObject { ["content"] = "JVBERg==", ["type"] = "text/html", ["filename"] = "<bon>.html" });

        await SendAsync(app, mail);

        var id = (string)(await MailsAsync(app))[0]!["id"]!;
        var page = await app.Client.GetStringAsync($"/local/mailbox/{id}", Token);
        Assert.Contains("dit-7@reponses.example", page, StringComparison.Ordinal);
        Assert.Contains("large.bin", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/local/mailbox/{id}/files/1\">&lt;bon&gt;.html</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("files/0", page, StringComparison.Ordinal);

        using var file = await app.Client.GetAsync($"/local/mailbox/{id}/files/1", Token);
        Assert.Equal("%PDF", await file.Content.ReadAsStringAsync(Token));
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        foreach (var missing in new[] { $"{id}/files/0", $"{id}/files/2", "none/files/0" })
        {
            using var answer = await app.Client.GetAsync($"/local/mailbox/{missing}", Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task LongMail_IsKeptWhole()
    {
        await using var app = await StartAsync();
        var mail = Mail("long");
        mail["content"]![1]!["value"] = new string('é', 200_000);

        await SendAsync(app, mail);

        Assert.Equal(200_000, ((string)(await MailsAsync(app))[0]!["html"]!).Length);
    }

    [Theory]
    [InlineData("""{ "from": null }""", "$.from")]
    [InlineData("""{ "personalizations": [] }""", "$")]
    [InlineData("""{ "subject": null }""", "$")]
    [InlineData("""{ "subject": "" }""", "$")]
    [InlineData("""{ "content": null }""", "$.content")]
    [InlineData("""{ "content": [] }""", "$")]
    [InlineData("""{ "content": [{ "type": "text/plain", "value": "" }] }""", "$.content[0]")]
    [InlineData("""{ "personalizations": [{}] }""", "$.personalizations[0]")]
    [InlineData("""{ "personalizations": [{ "to": [] }] }""", "$.personalizations[0]")]
    [InlineData("""{ "personalizations": [{ "to": [{ "email": "nobody" }] }] }""", "$.personalizations[0].to[0]")]
    [InlineData("""{ "from": { "email": "x" } }""", "$.from")]
    [InlineData("""{ "attachments": [{ "content": "?", "filename": "x" }] }""", "$.attachments[0].content")]
    public async Task WhatSendGridRefuses_IsRefused(string change, string field)
    {
        await using var app = await StartAsync();
        var mail = Mail("x");
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject()) mail[name] = value?.DeepClone();

        using var answer = await SendAsync(app, mail);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!["errors"]!.AsArray();
        Assert.StartsWith(field, (string)Assert.Single(errors)!["field"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAKey_OrWithWhatTheMailboxDoesNotKnow_IsRefused()
    {
        await using var app = await StartAsync();
        var template = new JsonObject { ["template_id"] = "d-1" };

        using var withoutKey = await SendAsync(app, Mail("x"), key: "Bearer ");
        using var unknown = await SendAsync(app, template);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest), (withoutKey.StatusCode, unknown.StatusCode));
        Assert.Contains("template_id", await unknown.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(await MailsAsync(app));
    }

    [Fact]
    public async Task Faults_LetTheNextSendsFail()
    {
        await using var app = await StartAsync();
        using var set = await app.Client.PostAsync("/local/mail-faults", JsonContent.Create(new { status = 429, count = 1, retryAfter = 3 }), Token);
        Assert.True(set.IsSuccessStatusCode);

        using var refused = await SendAsync(app, Mail("x"));
        using var accepted = await SendAsync(app, Mail("x"));

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    [Fact]
    public async Task ErasingARecipient_DeletesTheMailsThatNameThePerson_AndNoOther()
    {
        await using var app = await StartAsync();
        var (toHer, aboutHer, other) = (Mail("à elle"), Mail("sur elle"), Mail("autre"));
        toHer["personalizations"]![0]!["to"]![0] = new JsonObject { ["email"] = "lea@client.example", ["name"] = "Léa Roy" };
        aboutHer["content"]![0]!["value"] = "Demandé par Léa Roy";
        foreach (var mail in (JsonObject[])[toHer, aboutHer, other]) (await SendAsync(app, mail)).Dispose();

        using var withoutKey = await EraseAsync(app, "Bearer ");
        using var erased = await EraseAsync(app, "Bearer SG.local");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Accepted), (withoutKey.StatusCode, erased.StatusCode));
        Assert.Equal(["autre"], (await MailsAsync(app)).Select(mail => (string)mail!["subject"]!));

        static Task<HttpResponseMessage> EraseAsync(PageApp app, string key) => app.Client.SendAsync(
            new(HttpMethod.Post, "/v3/recipients/erasejob")
            {
                Content = new StringContent("""{ "email_addresses": ["Lea@client.example"] }"""),
                Headers = { { "Authorization", key } },
            },
            Token);
    }

    [Fact]
    public async Task Mailbox_ShowsEachMail_WithItsHtmlShutIn()
    {
        await using var app = await StartAsync();
        var mail = Mail("<script>alert(1)</script>");
        mail["content"]![1]!["value"] = "\"></iframe><script>alert(2)</script>";
        using var answer = await SendAsync(app, mail);

        var list = await app.Client.GetStringAsync("/local/mailbox", Token);
        var id = answer.Headers.GetValues("X-Message-Id").Single();
        var html = await app.Client.GetStringAsync($"/local/mailbox/{id}", Token);

        Assert.Contains($"href=\"/local/mailbox/{id}\"", list, StringComparison.Ordinal);
        Assert.All([list, html], text => Assert.DoesNotContain("<script", text, StringComparison.Ordinal));
        Assert.Contains("<iframe sandbox title=\"HTML\" srcdoc=\"&quot;&gt;", html, StringComparison.Ordinal);
    }

    private Task<PageApp> StartAsync() =>
        PageApp.StartAsync(app => app.MapMailbox(), builder => builder.Services.AddSingleton(TimeProvider.System).AddMailbox(), account.ConnectionString);

    private static JsonObject Mail(string subject) => JsonNode.Parse($$"""
        {
          "from": { "email": "portail@groupe-dfm.example", "name": "DFM" },
          "personalizations": [{ "to": [{ "email": "a@client.example" }], "custom_args": { "lot": "7" } }],
          "subject": {{JsonSerializer.Serialize(subject)}},
          "content": [{ "type": "text/plain", "value": "Bonjour" }, { "type": "text/html", "value": "<p>Bonjour</p>" }],
          "custom_args": { "mail": "dit-1" },
          "headers": { "X-Test": "yes" },
          "tracking_settings": { "click_tracking": { "enable": false } }
        }
        """)!.AsObject();

    private static Task<HttpResponseMessage> SendAsync(PageApp app, JsonObject mail, string key = "Bearer SG.local") =>
        app.Client.SendAsync(new(HttpMethod.Post, "/v3/mail/send") { Content = JsonContent.Create(mail), Headers = { { "Authorization", key } } }, Token);

    private static async Task<JsonArray> MailsAsync(PageApp app, string query = "") =>
        (await app.Client.GetFromJsonAsync<JsonArray>($"/local/mails{query}", Token))!;
}
