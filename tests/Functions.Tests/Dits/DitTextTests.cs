using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Dits.DitPortal;

namespace Dfm.Functions.Tests.Dits;

/// <summary>What people type, paste and forge in the texts of a DIT, as bytes.</summary>
public sealed class DitTextTests(DitTextTests.OnePortal one) : IClassFixture<DitTextTests.OnePortal>
{
    private DitPortal Portal => one.Portal;

    [Fact]
    public async Task Texts_AreNormalised_AndForgeNothingInTheMail()
    {
        var dit = await Raised(
            ("nature", "PANNE\u00A0"),
            ("urgency", " urgent\r\n"),
            ("errorCode", "SC\u202F542\t"),
            ("description", "  Bourrage a\u0300 chaque copie.\r\n\r\n\u202EDepuis\u200B hier\u00A0!  "),
            ("contactName", "He\u0301le\u0300ne Petit\r\nN° de suivi : 1\u202E"),
            ("contactPhone", "+33\u00A0(0)1\u201199\u201100\u201112\u201134, poste\u202F412"),
            ("customerReference", "REF\u00AD-7\nB"));

        Assert.Equal(
            ("SC 542", "Bourrage à chaque copie.\n\nDepuis hier !", "Hélène Petit N° de suivi : 1", "+33 (0)1-99-00-12-34, poste 412", "REF-7 B"),
            (dit.ErrorCode, dit.Description, dit.Contact?.Name, dit.Contact?.Phone, dit.CustomerReference));
        await Portal.MailsOf(dit.Number, 1);
        var mail = await Portal.Mail($"dit-{dit.Number}-1-Raised");
        Assert.Contains("Hélène Petit N° de suivi : 1", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nN° de suivi", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', $"{mail.Subject}{mail.Text}{mail.Html}");
    }

    [Fact]
    public async Task MandatoryTexts_ThatNobodyCanSee_AreMissing()
    {
        using var form = Fields(("nature", "\u200B"), ("urgency", "\u3164"), ("description", "\uFEFF\u00AD\r\n\u202E\u2069"));
        using var refused = await Raise(Portal.User, "p1", form);

        await refused.RefusesFields("nature", "description", "urgency");
    }

    [Fact]
    public async Task TextsThatCannotBeShown_AreNamed()
    {
        using var form = Fields(
            ("nature", "PANNE"), ("urgency", "Urgent"), ("description", "a\u0007b"), ("contactName", "a\0b"), ("contactPhone", "voir Paul"));
        using var refused = await Raise(Portal.User, "p1", form);

        await refused.RefusesFields("description", "contactName", "contactPhone");
    }

    [Fact]
    public async Task TheTechnician_IsOneLine_AndCommentsKeepTheirs()
    {
        var dit = await Portal.Raised();

        var planned = await Posted(
            Portal.Staff,
            $"/api/backoffice/dits/{dit.Number}/transitions",
            $$"""
            {"action":"plan\u00A0","plannedFor":"{{Portal.Portal.Clock.GetUtcNow().AddDays(1):O}}",
            "technician":"Hugo\r\nMarchand\u202E","comment":"Prévoir\u00A0l'accès.\r\n\u200BBadge a\u0300 l'accueil."}
            """);
        var messaged = await Posted(Portal.User, $"/api/dits/{dit.Number}/messages", """{"text":"Merci\tbien.\r\n\r\nCafe\u0301 offert 👩‍🔧"}""");

        Assert.Equal("Hugo Marchand", planned.Visit?.Technician);
        Assert.Equal("Prévoir l'accès.\nBadge à l'accueil.", planned.Journal[^1].Text);
        Assert.Equal("Merci bien.\n\nCafé offert 👩‍🔧", messaged.Journal[^1].Text);
    }

    private async Task<DitResponse> Raised(params (string Name, string Text)[] fields)
    {
        using var form = Fields(fields);
        using var answer = await Raise(Portal.User, "p1", form);
        return await answer.Read<DitResponse>(HttpStatusCode.Created);
    }

    /// <summary>A browser's form: fields as UTF-8, without a content type.</summary>
    private static ByteArrayContent Fields(params (string Name, string Text)[] fields)
    {
        var body = string.Concat(
            fields.Select(field => $"--x\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Text}\r\n")) + "--x--\r\n";
        return new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };
    }

    private static async Task<DitResponse> Posted(HttpClient client, string route, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(route, UriKind.Relative), body, TestContext.Current.CancellationToken);
        return await answer.Read<DitResponse>();
    }

    /// <summary>The portal that all of these tests share: each has a DIT of its own.</summary>
    public sealed class OnePortal(AzuriteFixture azurite) : IAsyncLifetime
    {
        public DitPortal Portal { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Portal = await DitPortal.StartAsync(azurite.NewAccount());

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
