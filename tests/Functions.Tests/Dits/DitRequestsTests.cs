using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Testing;
using static Dfm.Functions.Tests.Dits.DitPortal;

namespace Dfm.Functions.Tests.Dits;

/// <summary>
/// What the functions of this chapter ask of their storage, to the last request: each names its partition and a key or a range of keys,
/// and there are as many with ten DITs as with ten thousand.
/// </summary>
public sealed class DitRequestsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    // The ends of a lifecycle's two or three activities are noted in one turn each, or in one together: so these are ranges.
    private static readonly Range EffectsOfRaising = 15..17;
    private static readonly Range EffectsOfPlanning = 13..14;
    private static readonly Range EffectsOfCancelling = 16..18;

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);
    private readonly StorageAccount account = azurite.NewAccount();
    private StorageProxy proxy = null!;
    private DitPortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.Ports);
        portal = await DitPortal.StartAsync(account.Through(proxy.Ports));
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheDits(int dits)
    {
        await ManyDits.Write(account, dits);
        using var bothSites = portal.Portal.ClientOf(Person("rose", "c1", Profile.User, "s1", "s2"));
        // The first DIT reserves a block of numbers and reads the natures, which are kept for a minute: left out of the figures.
        await Effects(() => Raised(portal.User));

        var (dit, effects) = await Effects(() => Counts("RaiseDit, with a file and a key", 5, portal.User, Raising("k")));
        Holds("RaiseDit, all that follows", EffectsOfRaising, effects);
        var number = dit.GetProperty("number").GetString()!;
        var file = dit.GetProperty("attachments")[0].GetProperty("id").GetString();
        await Counts("RaiseDit, the same again", 3, portal.User, Raising("k"));
        await Counts("ListDits, a supervisor's", 1, portal.Supervisor, Getting("dits?limit=5"));
        await Counts("ListDits, a supervisor's, by state", 1, portal.Supervisor, Getting("dits?limit=5&state=Planned"));
        await Counts("ListDits, a user's of two sites", 2, bothSites, Getting("dits?limit=5"));
        await Counts("ListDits, a user's of two sites, by state", 2, bothSites, Getting("dits?limit=5&state=Planned"));
        await Counts("ListAssetDits", 2, portal.User, Getting("assets/p1/dits?limit=5"));
        await Counts("GetDit", 2, portal.User, Getting($"dits/{number}"));
        await Counts("GetDitAttachment", 2, portal.User, Getting($"dits/{number}/attachments/{file}"));
        await Counts("AddDitMessage", 3, portal.User, Posting($"dits/{number}/messages", new { text = "Code 12." }));
        await Counts("AddDitAttachments", 5, portal.User, Adding($"dits/{number}/attachments"));
        await Counts("ListBackofficeDits", 2, portal.Staff, Getting("backoffice/dits?limit=5"));
        await Counts("GetBackofficeDit", 4, portal.Staff, Getting($"backoffice/dits/{number}"));
        await Counts("GetBackofficeDitAttachment", 4, portal.Staff, Getting($"backoffice/dits/{number}/attachments/{file}"));
        await Counts("AddBackofficeDitMessage", 5, portal.Staff, Posting($"backoffice/dits/{number}/messages", new { text = "Noté." }));
        var plan = new { action = "Plan", plannedFor = portal.Portal.Clock.GetUtcNow().AddDays(1), technician = "Hugo Marchand" };
        var (_, planned) = await Effects(
            () => Counts("MoveDit", 5, portal.Staff, Posting($"backoffice/dits/{number}/transitions", plan)));
        Holds("MoveDit, all that follows", EffectsOfPlanning, planned);
        var (other, _) = await Effects(() => Raised(portal.User));
        var (_, cancelled) = await Effects(
            () => Counts("CancelDit", 4, portal.User, Posting($"dits/{other.GetProperty("number")}/cancel", new { comment = "Réparé." })));
        Holds("CancelDit, all that follows", EffectsOfCancelling, cancelled);
        Holds("SweepOutbox, of two customers", 5, await Sweep());
    }

    private async Task<JsonElement> Counts(string what, int expected, HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            var trace = ActivityTraceId.CreateRandom().ToHexString();
            request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
            using var answer = await client.SendAsync(request, Stop);
            var body = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{what}: {body}");
            Holds(what, expected..expected, proxy.RequestsOf(trace));
            return answer.Content.Headers.ContentType?.MediaType is "application/json" ? JsonElement.Parse(body) : default;
        }
    }

    /// <summary>
    /// What happens behind the answer to <paramref name="act"/>, up to the mail and until nothing more happens. It belongs to no trace: the
    /// calls' own requests do, and the mailbox's, which is SendGrid's place.
    /// </summary>
    private async Task<(JsonElement Answer, IReadOnlyList<StorageRequest> Requests)> Effects(Func<Task<JsonElement>> act)
    {
        var before = proxy.Requests.Count;
        var answer = await act();
        await Until(() => Task.FromResult(proxy.Requests.Skip(before).Any(request => request is { Operation: "DeleteMessage" })));
        await Silent();
        return (answer, [.. proxy.Requests.Skip(before).Where(request => !request.IsPoll && request.TraceId is null)]);
    }

    private async Task<IReadOnlyList<StorageRequest>> Sweep()
    {
        var before = proxy.Requests.Count;
        portal.Portal.Clock.Advance(TimeSpan.FromSeconds(30));
        await Until(() => Task.FromResult(proxy.Requests.Skip(before).Any(request => !request.IsPoll)));
        await Silent();
        return [.. proxy.Requests.Skip(before).Where(request => !request.IsPoll)];
    }

    private async Task Silent()
    {
        var heard = (Count: -1, At: Stopwatch.StartNew());
        await Until(() =>
        {
            var count = proxy.Requests.Count(request => !request.IsPoll);
            if (count != heard.Count) heard = (count, Stopwatch.StartNew());
            return Task.FromResult(heard.At.Elapsed > Silence);
        });
    }

    private static void Holds(string what, Range expected, IReadOnlyList<StorageRequest> requests)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {requests.Count}");
        Assert.True(
            requests.Count >= expected.Start.Value && requests.Count <= expected.End.Value,
            $"{what}, {requests.Count} instead of {expected}: {string.Join("; ", requests)}");
        Assert.All(requests, request => Assert.True(request.NamesItsKeys, $"{what}: {request}"));
    }

    private static void Holds(string what, int expected, IReadOnlyList<StorageRequest> requests) => Holds(what, expected..expected, requests);

    private static HttpRequestMessage Getting(string route) => new(HttpMethod.Get, $"/api/{route}");

    private static HttpRequestMessage Posting(string route, object body) =>
        new(HttpMethod.Post, $"/api/{route}") { Content = JsonContent.Create(body) };

    private static HttpRequestMessage Adding(string route) => new(HttpMethod.Post, $"/api/{route}")
    {
        Content = new MultipartFormDataContent { { new ByteArrayContent(Samples.Png), "files", "photo.png" } },
    };

    private static HttpRequestMessage Raising(string key) => new(HttpMethod.Post, "/api/assets/p1/dits")
    {
        Content = Form(files: ("écran.png", Samples.Png)),
        Headers = { { "Idempotency-Key", key } },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
