using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Parc;

public sealed class ParcHttpTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string FiftyDigits = "01234567890123456789012345678901234567890123456789";
    private const string LongText = FiftyDigits + FiftyDigits + "0";

    private StorageProxy proxy = null!;
    private InProcessPortal portal = null!;
    private HttpClient supervisor = null!;
    private HttpClient user = null!;
    private HttpClient stranger = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await InProcessPortal.StartAsync(proxy.Account);
        await portal.AddCustomer("C1", "S1", "S2", "S3");
        await portal.AddCustomer("C2", "S1");
        supervisor = portal.ClientOf((await portal.AddAccount("anne", "C1")).ToCaller());
        user = portal.ClientOf((await portal.AddAccount("bruno", "C1", "S2")).ToCaller());
        stranger = portal.ClientOf((await portal.AddAccount("chloe", "C2")).ToCaller());
        Asset[] assets =
        [
            ParcStorage.Asset("B1", "S1", serial: "3129RC10482"),
            ParcStorage.Asset("B2", "S2", AssetKind.It, serial: "PF5K20AX") with { Contract = null, HasCounters = false },
            ParcStorage.Asset("B3", "S2", serial: "3129RC55210") with { Location = "Étage 3, couloir" },
        ];
        await portal.Services.GetRequiredService<AssetWriter>().Write(assets, null, Stop);
        await portal.Services.GetRequiredService<IAssetStore>().ShowOpenDits(
            CustomerId.Parse("C1"), AssetId.Parse("B1"), _ => Task.FromResult<IReadOnlyList<string>>(["1201", "1207"]), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Asset_ShowsAllThatTheManualNames()
    {
        const string expected = """
            {"id":"B1","site":"S1","siteName":"Site S1","kind":"Printing","make":"Ricoh","model":"IM C3010",
            "designation":"Multifonction couleur","serialNumber":"3129RC10482","location":"2e étage, bureau 21","contract":"CTR-2024-0117","hasCounters":true,
            "actions":["raise-dit","order-consumables","enter-meter-reading"],"openDits":["1201","1207"]}
            """;
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), await supervisor.Get("api/assets/B1")));
        var listed = await supervisor.Get("api/assets?search=10482");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), Assert.Single(listed.GetProperty("items").EnumerateArray())));
    }

    [Theory]
    [InlineData("", "B1 B2 B3")]
    [InlineData("?search=RICOH", "B1 B2 B3")]
    [InlineData("?search=etage%20COULOIR", "B3")]
    [InlineData("?search=ctr-2024-0117%20ricoh", "B1 B3")]
    [InlineData("?search=%20%20", "B1 B2 B3")]
    [InlineData("?search=%3F%21", "")]
    [InlineData("?kind=printing", "B1 B3")]
    [InlineData("?kind=Telecom", "")]
    [InlineData("?site=S2", "B2 B3")]
    [InlineData("?site=S2&kind=It&search=20ax", "B2")]
    [InlineData("?site=S3", "")]
    public async Task Supervisor_SeesTheWholeParc_Filtered(string query, string expected) =>
        Assert.Equal(expected, await Ids(supervisor, query));

    [Theory]
    [InlineData("", "B2 B3")]
    [InlineData("?search=3129rc", "B3")]
    [InlineData("?kind=Printing", "B3")]
    [InlineData("?site=S2", "B2 B3")]
    public async Task User_SeesTheAssignedSitesAlone(string query, string expected) => Assert.Equal(expected, await Ids(user, query));

    [Fact]
    public async Task Pages_FollowEachOther()
    {
        var first = await supervisor.Get<Page<AssetResponse>>("api/assets?limit=2");
        var second = await supervisor.Get<Page<AssetResponse>>($"api/assets?limit=2&cursor={first.NextCursor}");
        Assert.Equal(2, first.Items.Count);
        Assert.Equal("B3", Assert.Single(second.Items).Id.Value);
        Assert.Null(second.NextCursor);
    }

    /// <summary>Another customer's, another site's and nobody's: the answers differ in nothing.</summary>
    [Fact]
    public async Task WhatTheCallerMayNotSee_LooksLikeWhatDoesNotExist()
    {
        Assert.Equal("", await Ids(stranger, ""));
        Assert.Equal("", await Ids(stranger, "?search=3129"));
        using var noAsset = await supervisor.GetAsync(Path("api/assets/B9"), Stop);
        var unknown = await Refusal(noAsset, "asset-not-found");
        (HttpClient, string)[] assets = [(stranger, "B1"), (user, "B1"), (supervisor, "%20"), (supervisor, "B1~"), (supervisor, "b1")];
        foreach (var (client, path) in assets)
        {
            using var answer = await client.GetAsync(Path($"api/assets/{path}"), Stop);
            Assert.Equal(unknown, await Refusal(answer, "asset-not-found"));
        }

        using var noSuchSite = await supervisor.GetAsync(Path("api/assets?site=S9"), Stop);
        var noSite = await Refusal(noSuchSite, "site-not-found");
        foreach (var (client, query) in new[] { (stranger, "S2"), (user, "S1"), (user, "S9"), (supervisor, "S~"), (supervisor, "%00") })
        {
            using var answer = await client.GetAsync(Path($"api/assets?site={query}"), Stop);
            Assert.Equal(noSite, await Refusal(answer, "site-not-found"));
        }

        // As it is written, to the last letter.
        static async Task<string> Refusal(HttpResponseMessage answer, string code)
        {
            await answer.IsProblem(HttpStatusCode.NotFound, code);
            return await answer.Content.ReadAsStringAsync(Stop);
        }
    }

    [Theory]
    [InlineData("limit=0", "validation-failed", "limit")]
    [InlineData("limit=101", "validation-failed", "limit")]
    [InlineData("limit=ten", "validation-failed", "limit")]
    [InlineData("kind=Fax", "validation-failed", "kind")]
    [InlineData("kind=1", "validation-failed", "kind")]
    [InlineData("search=" + LongText, "validation-failed", "search")]
    [InlineData("cursor=%27%20or%201", "bad-cursor", null)]
    [InlineData("cursor=cy1TMX5C", "bad-cursor", null)]
    public async Task BadQueries_AreRefused(string query, string code, string? field)
    {
        using var answer = await supervisor.GetAsync(Path($"api/assets?{query}"), Stop);
        var problem = await answer.IsProblem(HttpStatusCode.BadRequest, code);
        if (field is not null) Assert.Equal([field], problem.Fields);
    }

    [Theory]
    // The first request reads the person's rights.
    [InlineData("api/assets", 1 + 1)]
    [InlineData("api/assets?site=S1", 1 + 1)]
    [InlineData("api/assets?site=S3", 1 + 2)]
    [InlineData("api/assets?search=10482", 1 + 3)]
    [InlineData("api/assets/B1", 1 + 1)]
    public async Task Requests_AskStorageBoundedlyManyThings(string path, int requests)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
        using var answer = await supervisor.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(requests, proxy.RequestsOf(trace).Count);
        Assert.All(proxy.RequestsOf(trace), asked => Assert.True(asked.NamesItsKeys, asked.ToString()));
    }

    private static async Task<string> Ids(HttpClient client, string query) =>
        string.Join(' ', (await client.Get<Page<AssetResponse>>($"api/assets{query}")).Items.Select(asset => asset.Id));

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
