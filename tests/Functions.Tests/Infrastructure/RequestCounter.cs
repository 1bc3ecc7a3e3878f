using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>Holds what a portal asks of its storage against what it is expected to ask.</summary>
/// <param name="proxy">Stands between the portal and its storage.</param>
/// <param name="portal">The portal.</param>
public sealed class RequestCounter(StorageProxy proxy, InProcessPortal portal)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    /// <summary>Asserts how many requests an answer takes, each naming its partition and a key or a range; returns the answer.</summary>
    public async Task<JsonElement> Counts(string what, int expected, HttpClient client, HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(client);
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
    /// What happens behind the answer to <paramref name="act"/>, up to its mails and until nothing more happens. It belongs to no trace:
    /// the calls' own requests do, and the mailbox's, which is SendGrid's place.
    /// </summary>
    public async Task<(JsonElement Answer, IReadOnlyList<StorageRequest> Requests)> Effects(Func<Task<JsonElement>> act, int mails = 1)
    {
        ArgumentNullException.ThrowIfNull(act);
        var before = proxy.Requests.Count;
        var answer = await act();
        await TwoCustomers.Until(() => Task.FromResult(
            proxy.Requests.Skip(before).Count(request => request is { Operation: "DeleteMessage" }) >= mails));
        await Silent();
        return (answer, [.. proxy.Requests.Skip(before).Where(request => !request.IsPoll && request.TraceId is null)]);
    }

    /// <summary>What the portal does by the clock within half a minute.</summary>
    public async Task<IReadOnlyList<StorageRequest>> Sweep()
    {
        var before = proxy.Requests.Count;
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        await TwoCustomers.Until(() => Task.FromResult(proxy.Requests.Skip(before).Any(request => !request.IsPoll)));
        await Silent();
        return [.. proxy.Requests.Skip(before).Where(request => !request.IsPoll)];
    }

    /// <summary>Asserts how many requests there are, each naming its partition and a key or a range of keys.</summary>
    public static void Holds(string what, Range expected, IReadOnlyList<StorageRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {requests.Count}");
        Assert.True(
            requests.Count >= expected.Start.Value && requests.Count <= expected.End.Value,
            $"{what}, {requests.Count} instead of {expected}: {string.Join("; ", requests)}");
        Assert.All(requests, request => Assert.True(request.NamesItsKeys, $"{what}: {request}"));
    }

    public static HttpRequestMessage Getting(string route) => new(HttpMethod.Get, $"/api/{route}");

    public static HttpRequestMessage Posting(string route, object body) =>
        new(HttpMethod.Post, $"/api/{route}") { Content = JsonContent.Create(body) };

    private async Task Silent()
    {
        var heard = (Count: -1, At: Stopwatch.StartNew());
        await TwoCustomers.Until(() =>
        {
            var count = proxy.Requests.Count(request => !request.IsPoll);
            if (count != heard.Count) heard = (count, Stopwatch.StartNew());
            return Task.FromResult(heard.At.Elapsed > Silence);
        });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
