using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Privacy;

/// <summary>A person gets everything that is kept about her, and nobody else's; so does the staff for her.</summary>
public sealed class ExportTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PrivacyPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => portal = await PrivacyPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task TheArchive_HoldsAllThatSheDid_AsJsonAndAsCsv()
    {
        await portal.SheDoesEverything();

        var files = await Archive(portal.Nadia, "me/export");

        var profile = Assert.Single(Items(files, "profil"));
        Assert.Equal((PrivacyPortal.Name, "n.keller"), (profile.GetProperty("name").GetString(), profile.GetProperty("identifier").GetString()));
        Assert.Single(Items(files, "sessions"));
        Assert.Equal(3, Items(files, "demandes").Count);
        Assert.Equal(5, Items(files, "demandes-actions").Count);
        Assert.Contains(Items(files, "demandes-actions"), line => line.GetProperty("text").GetString() == "Le bruit revient.");
        Assert.Equal(2, Items(files, "commandes").Count);
        Assert.Single(Items(files, "validations"));
        Assert.Single(Items(files, "panier"));
        Assert.Single(Items(files, "releves"));
        Assert.Single(Items(files, "messages"));
        Assert.Equal(["CV Nadia Keller.png", "écran.png"], Items(files, "pieces-jointes").Select(file => file.GetProperty("name").GetString()!).Order());
        Assert.Contains(Items(files, "journal-utilisation"), line => line.GetProperty("action").GetString() == "SignedIn");
        Assert.All(files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)), file => Assert.StartsWith("\uFEFF", file.Value, StringComparison.Ordinal));
        Assert.Contains("Appelez Nadia Keller.", files["demandes.csv"], StringComparison.Ordinal);
        Assert.All(files.Values, text => Assert.DoesNotContain("Personne claire", text, StringComparison.Ordinal));
        Assert.Equal(files["demandes.json"], (await Archive(portal.Staff, $"backoffice/customers/c1/users/{PrivacyPortal.Id}/export"))["demandes.json"]);
    }

    [Fact]
    public async Task SomebodyWhoDidNothing_GetsTheProfileAlone_AndAStrangersUserIsUnknown()
    {
        var files = await Archive(portal.User, "me/export");

        Assert.Single(Items(files, "profil"));
        Assert.All(files.Keys.Where(name => name.EndsWith(".json", StringComparison.Ordinal) && name is not "profil.json"), name => Assert.Equal("[]", files[name]));
        foreach (var (customer, user) in new[] { ("c2", PrivacyPortal.Id), ("c1", "nobody"), ("c 1", "x") })
        {
            using var refused = await portal.Staff.GetAsync(new Uri($"/api/backoffice/customers/{customer}/users/{user}/export", UriKind.Relative), Stop);
            await refused.IsProblem(HttpStatusCode.NotFound, "user-not-found");
        }

        var users = (await portal.Staff.Get("/api/backoffice/customers/c1/users")).GetProperty("items").EnumerateArray();
        Assert.Contains(users, user => user.GetProperty("id").GetString() == PrivacyPortal.Id);
    }

    [Fact]
    public async Task ARequestForErasure_IsAMailToTheStaff_AndErasesNothing()
    {
        await PrivacyPortal.Post(portal.Nadia, "me/erasure-request", new { }, HttpStatusCode.Accepted);

        var id = Assert.Single(await portal.MailsAbout("erasure-request-", 1));
        var mail = await portal.Mail(id);
        Assert.Equal(["planning@dfm.example.com"], mail.To);
        Assert.Equal("nadia.keller@example.com", mail.ReplyTo);
        Assert.Contains(PrivacyPortal.Id, mail.Text, StringComparison.Ordinal);
        var confirmation = await portal.Mail(Assert.Single(await portal.MailsAbout("erasure-received-", 1)));
        Assert.Equal(["nadia.keller@example.com"], confirmation.To);
        using var me = await portal.Nadia.GetAsync(new Uri("/api/me", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    private static IReadOnlyList<JsonElement> Items(IReadOnlyDictionary<string, string> files, string section) =>
        [.. JsonElement.Parse(files[$"{section}.json"]).EnumerateArray()];

    private static async Task<IReadOnlyDictionary<string, string>> Archive(HttpClient client, string route)
    {
        using var answer = await client.GetAsync(new Uri($"/api/{route}", UriKind.Relative), Stop);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Stop));
        var files = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            // With its byte order mark, which a reader would take off.
            using var bytes = new MemoryStream();
            await using (var content = await entry.OpenAsync(Stop)) await content.CopyToAsync(bytes, Stop);
            files.Add(entry.FullName, System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
        }

        return files;
    }
}
