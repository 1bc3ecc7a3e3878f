using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using static Dfm.Functions.Tests.Dits.DitPortal;

namespace Dfm.Functions.Tests.Dits;

/// <summary>
/// What belongs to another customer, or to a site that the caller may not see, does not exist for the caller: nothing shows it, nothing
/// changes it, and no answer tells it from what exists nowhere.
/// </summary>
public sealed partial class IsolationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly MethodInfo[] HttpFunctions =
        [.. AudienceRules.FunctionsOf(typeof(PortalHost).Assembly).Where(function => Trigger(function) is not null)];

    private static readonly Ids Nowhere = new("p9", "999999", "0123456789abcdef0123456789abcdef");

    /// <summary>How each function that takes an id is called with one that is not the caller's.</summary>
    private static readonly Dictionary<string, Func<Ids, HttpRequestMessage>> Requests = new()
    {
        ["GetAsset"] = ids => Get($"assets/{ids.Asset}"),
        ["ListConsumables"] = ids => Get($"assets/{ids.Asset}/consumables"),
        ["FillCart"] = ids => new HttpRequestMessage(HttpMethod.Put, $"/api/cart/assets/{ids.Asset}")
        {
            Content = JsonContent.Create(new { lines = new[] { new { reference = "T-K", quantity = 1, stock = 0 } } }),
        },
        ["EmptyCart"] = ids => new HttpRequestMessage(HttpMethod.Delete, $"/api/cart/assets/{ids.Asset}"),
        ["ListAssetDits"] = ids => Get($"assets/{ids.Asset}/dits"),
        ["RaiseDit"] = ids => Post($"assets/{ids.Asset}/dits", Form(files: ("écran.png", Samples.Png)), "key"),
        ["GetDit"] = ids => Get($"dits/{ids.Dit}"),
        ["GetDitAttachment"] = ids => Get($"dits/{ids.Dit}/attachments/{ids.File}"),
        ["AddDitMessage"] = ids => Post($"dits/{ids.Dit}/messages", JsonContent.Create(new { text = "Bonjour." }), "key"),
        ["AddDitAttachments"] = ids => Post(
            $"dits/{ids.Dit}/attachments", new MultipartFormDataContent { { new ByteArrayContent(Samples.Png), "files", "photo.png" } }, "key"),
        ["CancelDit"] = ids => Post($"dits/{ids.Dit}/cancel", JsonContent.Create(new { comment = "Réparé." })),
        // The staff's: a customer is turned away before any id is looked at.
        ["GetBackofficeDit"] = ids => Get($"backoffice/dits/{ids.Dit}"),
        ["GetBackofficeDitAttachment"] = ids => Get($"backoffice/dits/{ids.Dit}/attachments/{ids.File}"),
        ["AddBackofficeDitMessage"] = ids => Post($"backoffice/dits/{ids.Dit}/messages", JsonContent.Create(new { text = "Bonjour." }), "key"),
        ["MoveDit"] = ids => Post($"backoffice/dits/{ids.Dit}/transitions", JsonContent.Create(new { action = "Cancel", comment = "Réparé." })),
    };

    private readonly StorageAccount account = azurite.NewAccount();
    private DitPortal portal = null!;
    private Ids ofFirstSite = null!;
    private Ids ofSecondSite = null!;
    private Ids ofStranger = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await DitPortal.StartAsync(account);
        ofFirstSite = await RaisedOn(portal.User, "i1");
        ofSecondSite = await RaisedOn(portal.Supervisor, "p2");
        ofStranger = await RaisedOn(portal.Stranger, "p1");
        foreach (var ids in (Ids[])[ofFirstSite, ofSecondSite, ofStranger]) await portal.MailsOf(ids.Dit, 1);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public void EveryFunctionThatTakesAnId_IsWalked() =>
        Assert.Equal(
            HttpFunctions.Where(function => Trigger(function)!.Route?.Contains('{', StringComparison.Ordinal) is true).Select(NameOf).Order(),
            Requests.Keys.Order());

    [Fact]
    public async Task AnIdOfAnotherCustomer_OrOfAnotherSite_IsAnsweredAsOneThatExistsNowhere_AndNothingChanges()
    {
        var before = await EverythingStored();
        foreach (var (name, request) in Requests)
        {
            await AnswersAlike(name, portal.Stranger, request, ofFirstSite);
            await AnswersAlike(name, portal.Stranger, request, ofSecondSite);
            await AnswersAlike(name, portal.User, request, ofSecondSite);
            await AnswersAlike(name, portal.User, request, ofStranger with { Asset = Nowhere.Asset });
        }

        // A foreign file under the caller's own DIT.
        await AnswersAlike("own DIT", portal.Stranger, Requests["GetDitAttachment"], ofFirstSite with { Dit = ofStranger.Dit }, ofStranger.Dit);
        await AnswersAlike("own DIT", portal.User, Requests["GetDitAttachment"], ofSecondSite with { Dit = ofFirstSite.Dit }, ofFirstSite.Dit);

        Assert.Equal(before, await EverythingStored());
    }

    [Fact]
    public async Task Lists_ShowOnlyWhatIsTheCallers_AlsoFromTheCursorsOfOthers()
    {
        foreach (var more in (string[])["", "&state=AwaitingPlanning"])
        {
            await ShowsDits(portal.Stranger, $"dits?limit=1{more}", portal.Supervisor, ofStranger);
            await ShowsDits(portal.User, $"dits?limit=1{more}", portal.Supervisor, ofFirstSite);
        }

        // Both customers have an asset p1; only the stranger's has a DIT.
        await ShowsDits(portal.Stranger, "assets/p1/dits?limit=1", portal.Supervisor, ofStranger);
        await ShowsDits(portal.User, "assets/p1/dits?limit=1", portal.Supervisor);
        foreach (var more in (string[])["", "&kind=Printing", "&search=copieur"])
        {
            await ShowsAssets(portal.Stranger, $"assets?limit=1{more}", portal.Supervisor, [ofStranger], "p1");
            string[] own = more is "&kind=Printing" ? ["p1"] : ["i1", "p1"];
            await ShowsAssets(portal.User, $"assets?limit=1{more}", portal.Supervisor, more is "&kind=Printing" ? [] : [ofFirstSite], own);
        }

        await AnswersAlike("assets?site=", portal.User, ids => Get($"assets?site={ids.Asset}"), ofSecondSite with { Asset = "s2" });
        await AnswersAlike("assets?site=", portal.Stranger, ids => Get($"assets?site={ids.Asset}"), ofSecondSite with { Asset = "s2" });
    }

    [Fact]
    public async Task CustomersRoutes_RefuseApiKeys_AndTheStaffsRoutesCustomersTokens()
    {
        foreach (var function in HttpFunctions)
        {
            var audience = function.GetCustomAttribute<AudienceAttribute>()!.Audience;
            if (audience is Audience.Anyone) continue;
            var route = Parameter().Replace(Trigger(function)!.Route!, ofFirstSite.Dit);
            using var request = new HttpRequestMessage(new HttpMethod(Trigger(function)!.Methods!.Single().ToUpperInvariant()), $"/api/{route}");
            var isStaffs = audience is Audience.Staff;
            using var answer = await (isStaffs ? portal.Supervisor : portal.Staff).SendAsync(request, Stop);
            await answer.IsProblem(HttpStatusCode.Unauthorized, isStaffs ? "api-key-required" : "sign-in-required");
        }
    }

    private static async Task<Ids> RaisedOn(HttpClient client, string asset)
    {
        using var answer = await DitPortal.Raise(client, asset, Form(nature: "RESEAU", files: ("écran.png", Samples.Png)));
        var dit = await answer.Json();
        return new(asset, dit.GetProperty("number").GetString()!, dit.GetProperty("attachments")[0].GetProperty("id").GetString()!);
    }

    /// <summary>Asks for something foreign and for what exists nowhere: both answers are a refusal, the same to the last byte.</summary>
    private static async Task AnswersAlike(
        string what, HttpClient client, Func<Ids, HttpRequestMessage> request, Ids foreign, string? nowhereUnder = null)
    {
        var nowhere = await Answer(client, request(nowhereUnder is null ? Nowhere : Nowhere with { Dit = nowhereUnder }));
        Assert.Matches("^(401|404) ", nowhere);
        Assert.True(nowhere == await Answer(client, request(foreign)), $"{what} tells that {foreign} exists: {nowhere}");
    }

    private static async Task<string> Answer(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        using (var answer = await client.SendAsync(request, Stop))
        {
            var headers = answer.Headers.Concat(answer.Content.Headers)
                .Where(header => header.Key is not "Date")
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
                .Order(StringComparer.Ordinal);
            return $"{(int)answer.StatusCode} {string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync(Stop)}";
        }
    }

    private Task ShowsDits(HttpClient client, string list, HttpClient other, params Ids[] own) =>
        Shows(client, list, other, own, item => item.GetProperty("number").GetString()!, [.. own.Select(ids => ids.Dit)]);

    private Task ShowsAssets(HttpClient client, string list, HttpClient other, Ids[] own, params string[] assets) =>
        Shows(client, list, other, own, item => item.GetProperty("id").GetString()!, assets);

    /// <summary>Walks the list from its beginning, and from wherever the other caller's list may be gone on with.</summary>
    private async Task Shows(
        HttpClient client, string list, HttpClient other, Ids[] own, Func<JsonElement, string> name, string[] expected)
    {
        Assert.Equal(expected.Order(), (await Walk(client, list, null, own)).Items.Select(name).Order());
        foreach (var cursor in (await Walk(other, list, null, null)).Cursors)
        {
            var (items, _) = await Walk(client, list, cursor, own);
            Assert.Subset(expected.ToHashSet(), items.Select(name).ToHashSet());
        }
    }

    /// <summary>All pages from a cursor on, which name no DIT but <paramref name="own"/>; none when the list does not take the cursor.</summary>
    private async Task<(List<JsonElement> Items, List<string> Cursors)> Walk(HttpClient client, string list, string? from, Ids[]? own)
    {
        var (items, cursors) = (new List<JsonElement>(), new List<string>());
        for (var cursor = from; ; cursors.Add(cursor!))
        {
            using var answer = await client.GetAsync($"/api/{list}{(cursor is null ? "" : $"&cursor={cursor}")}", Stop);
            var body = await answer.Content.ReadAsStringAsync(Stop);
            if (cursor == from && from is not null && answer.StatusCode is HttpStatusCode.BadRequest) return (items, cursors);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{list} {body}");
            if (own is not null)
                foreach (var foreign in ((Ids[])[ofFirstSite, ofSecondSite, ofStranger]).Except(own))
                    Assert.DoesNotContain($"\"{foreign.Dit}\"", body, StringComparison.Ordinal);
            var page = JsonElement.Parse(body);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            if (cursor is null) return (items, cursors);
        }
    }

    /// <summary>Every row and blob with its version, once nothing is being written any more.</summary>
    private async Task<List<string>> EverythingStored()
    {
        List<string> seen = [];
        await Until(async () =>
        {
            var before = seen;
            seen = await Read();
            if (before.SequenceEqual(seen)) return true;
            await Task.Delay(250, Stop);
            return false;
        });
        return seen;

        async Task<List<string>> Read()
        {
            var found = new List<string>();
            var tables = new TableServiceClient(account.ConnectionString);
            await foreach (var table in tables.QueryAsync(cancellationToken: Stop))
                await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Stop))
                    found.Add($"{table.Name} {row.PartitionKey} {row.RowKey} {row.ETag}");
            var blobs = new BlobServiceClient(account.ConnectionString).GetBlobContainerClient(TableNames.Attachments);
            await foreach (var blob in blobs.GetBlobsAsync(cancellationToken: Stop)) found.Add($"{blob.Name} {blob.Properties.ETag}");
            return found;
        }
    }

    private static HttpTriggerAttribute? Trigger(MethodInfo function) =>
        function.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(trigger => trigger is not null);

    private static string NameOf(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static HttpRequestMessage Get(string route) => new(HttpMethod.Get, $"/api/{route}");

    private static HttpRequestMessage Post(string route, HttpContent body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{route}") { Content = body };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What somebody has: an asset, a DIT on it, and a file of that.</summary>
    private sealed record Ids(string Asset, string Dit, string File);
}
