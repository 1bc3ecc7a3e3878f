using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits;
using Dfm.Functions.Parc;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Dits;

/// <summary>A portal with two customers, their printers and the natures: what the tests of this chapter start from.</summary>
public sealed class DitPortal : IAsyncDisposable
{
    private DitPortal(InProcessPortal portal, HttpClient staff) => (Portal, Staff) = (portal, staff);

    public InProcessPortal Portal { get; }

    /// <summary>Sees all of customer c1: printers p1 (site s1) and p2 (site s2), computer i1 (site s1).</summary>
    public HttpClient Supervisor => SignedIn("claire", "c1", Profile.Supervisor);

    /// <summary>Sees site s1 of customer c1.</summary>
    public HttpClient User => SignedIn("paul", "c1", Profile.User, "s1");

    /// <summary>Sees all of customer c2, who has a printer p1 too.</summary>
    public HttpClient Stranger => SignedIn("zoe", "c2", Profile.Supervisor);

    /// <summary>DFM's staff.</summary>
    public HttpClient Staff { get; }

    public static async Task<DitPortal> StartAsync(StorageAccount storage, Action<IServiceCollection>? services = null)
    {
        var portal = await InProcessPortal.StartAsync(storage, services: services);
        await Arrange(portal.Services);
        await portal.AddCustomer("c1", "s1", "s2");
        await portal.AddCustomer("c2", "s1");
        return new DitPortal(portal, await portal.StaffClient("Service technique", "dits.read", "dits.write"));
    }

    public static Caller Person(string name, string customer, Profile profile, params string[] sites) => new(
        UserId.Parse(name),
        CustomerId.Parse(customer),
        $"Personne {name}",
        $"{name}@example.com",
        profile,
        [.. sites.Select(SiteId.Parse)]);

    public static Asset Asset(string id, string customer, string site, AssetKind kind) => new(
        AssetId.Parse(id),
        CustomerId.Parse(customer),
        SiteId.Parse(site),
        $"Site {site}",
        kind,
        "Ricoh",
        "IM C3000",
        $"Copieur {id}",
        $"SN{id}0001",
        "Bâtiment A",
        "K-100",
        kind is AssetKind.Printing);

    /// <summary>Raises a DIT and returns the answer.</summary>
    public static async Task<HttpResponseMessage> Raise(HttpClient client, string asset, HttpContent form, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/assets/{asset}/dits") { Content = form };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Raises a DIT that is accepted and returns it.</summary>
    public static async Task<JsonElement> Raised(HttpClient client, string asset = "p1", params (string Name, byte[] Content)[] files)
    {
        using var answer = await Raise(client, asset, Form(files: files));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode is System.Net.HttpStatusCode.Created, body);
        return JsonElement.Parse(body);
    }

    /// <summary>A form that is accepted, but for the fields given.</summary>
    public static MultipartFormDataContent Form(
        string? description = "Bourrage au bac 2.",
        string nature = "PANNE",
        string urgency = "Urgent",
        params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(nature), "nature" },
            { new StringContent(urgency), "urgency" },
            { new StringContent("SC542"), "errorCode" },
            { new StringContent("REF-7"), "customerReference" },
        };
        if (description is not null) form.Add(new StringContent(description), "description");
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return form;
    }

    /// <summary>Moves a DIT along as staff and returns the answer.</summary>
    public Task<HttpResponseMessage> Move(string number, string action, string? comment = null) => Staff.PostAsJsonAsync(
        $"/api/backoffice/dits/{number}/transitions",
        action is "Plan"
            ? new { action, plannedFor = (DateTimeOffset?)Portal.Clock.GetUtcNow().AddDays(1), technician = "Hugo Marchand", comment }
            : (object)new { action, comment },
        TestContext.Current.CancellationToken);

    /// <summary>Cancels a DIT as a customer and returns the answer.</summary>
    public static Task<HttpResponseMessage> Cancel(HttpClient client, string number, string comment = "Réparé entre-temps.") =>
        client.PostAsJsonAsync($"/api/dits/{number}/cancel", new { comment }, TestContext.Current.CancellationToken);

    /// <summary>Waits until the mailbox holds so many mails about the DIT, and returns their ids in alphabetical order.</summary>
    public async Task<string[]> MailsOf(string number, int count)
    {
        var ids = Array.Empty<string>();
        await Until(async () =>
        {
            var mails = await Portal.Client.GetFromJsonAsync<JsonElement>("/local/mails?limit=500", TestContext.Current.CancellationToken);
            ids =
            [
                .. mails.EnumerateArray()
                    .Select(mail => mail.GetProperty("customArgs").GetProperty("mail_id").GetString()!)
                    .Where(id => id.StartsWith($"dit-{number}-", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];
            return ids.Length >= count;
        });
        return ids;
    }

    /// <summary>Waits until something that happens behind the answers has happened.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    /// <summary>A client with a new access token: those of before the clock was moved have expired.</summary>
    private HttpClient SignedIn(string name, string customer, Profile profile, params string[] sites) =>
        Portal.ClientOf(Person(name, customer, profile, sites));

    private static async Task Arrange(IServiceProvider services)
    {
        var assets = ActivatorUtilities.CreateInstance<AssetWriter>(services);
        await assets.Write(
            [
                Asset("p1", "c1", "s1", AssetKind.Printing),
                Asset("p2", "c1", "s2", AssetKind.Printing),
                Asset("i1", "c1", "s1", AssetKind.It),
                Asset("p1", "c2", "s1", AssetKind.Printing),
            ],
            null,
            CancellationToken.None);
        await ActivatorUtilities.CreateInstance<NatureStore>(services).Save(
            [new Nature("PANNE", "Panne", [AssetKind.Printing], 1), new Nature("RESEAU", "Connexion réseau", [AssetKind.It, AssetKind.Printing], 2)],
            CancellationToken.None);
    }
}
