using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>Holds what a portal asks of its storage against what it is expected to ask.</summary>
/// <param name="proxy">Stands between the portal and its storage.</param>
/// <param name="portal">The portal.</param>
public sealed class RequestCounter(StorageProxy proxy, InProcessPortal portal)
{
    /// <summary>The first look of the outbox comes after the commit, even on a slow machine, and so not twice.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string> { ["Outbox__FirstLook"] = "00:00:02" };

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, bool> answered = new();

    /// <summary>
    /// Asserts how many requests an answer takes, each naming its partition and a key or a range, beside the point read of the caller's rights that
    /// every request of a customer's person makes; returns the answer.
    /// </summary>
    public async Task<T> Counts<T>(string what, int expected, HttpClient client, HttpRequestMessage request) =>
        Answers.Parse<T>(await Counts(what, expected, client, request));

    /// <summary>The same; returns the answer's text.</summary>
    public async Task<string> Counts(string what, int expected, HttpClient client, HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(client);
        using (request)
        {
            var trace = ActivityTraceId.CreateRandom().ToHexString();
            answered[trace] = true;
            request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
            using var answer = await client.SendAsync(request, Stop);
            var body = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{what}: {body}");
            var requests = proxy.RequestsOf(trace).Where(IsOwn).ToList();
            if (client.DefaultRequestHeaders.Authorization is not null) requests.Remove(Assert.Single(requests, IsOfCaller));
            Holds(what, expected, requests);
            return body;
        }
    }

    /// <summary>
    /// What the portal does behind the answer to <paramref name="act"/>, up to its mails and until nothing more happens: in its own tables,
    /// for the engine's and the queues' are the platform's.
    /// </summary>
    public async Task<(T Answer, IReadOnlyList<StorageRequest> Requests)> Effects<T>(Func<Task<T>> act, int mails = 1)
    {
        ArgumentNullException.ThrowIfNull(act);
        var (before, mailsBefore) = (proxy.Requests.Count, await Mails());
        var answer = await act();
        await Waiting.Until(async () => await Mails() >= mailsBefore + mails);
        await Silent();
        var effects = proxy.Requests.Skip(before).Where(IsEffect).ToList();
        var dispatched = effects.Where(request => request.Operation is "Delete").Select(request => request.RowKey).ToHashSet();
        return (answer, [.. effects.Where(request => !IsLook(request) || dispatched.Contains(request.RowKey))]);
    }

    /// <summary>What the nightly sweep of the outbox does.</summary>
    public async Task<IReadOnlyList<StorageRequest>> Sweep()
    {
        using var activity = new Activity(nameof(SweepOutbox)).Start();
        await ActivatorUtilities.CreateInstance<SweepOutbox>(portal.Services).Run(new TimerInfo(), Stop);
        return proxy.RequestsOf(activity.TraceId.ToHexString());
    }

    /// <summary>Asserts how many requests there are, each naming its partition and a key or a range of keys.</summary>
    public static void Holds(string what, int expected, IReadOnlyList<StorageRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {requests.Count}");
        Assert.True(requests.Count == expected, $"{what}, {requests.Count} instead of {expected}: {string.Join("; ", requests)}");
        Assert.All(requests, request => Assert.True(request.NamesItsKeys, $"{what}: {request}"));
    }

    public static HttpRequestMessage Getting(string route) => new(HttpMethod.Get, $"/api/{route}");

    public static HttpRequestMessage Posting(string route, object body) =>
        new(HttpMethod.Post, $"/api/{route}") { Content = JsonContent.Create(body) };

    /// <summary>In the portal's own tables and containers: the engine's and the queues' are the platform's.</summary>
    public static bool IsOwn(StorageRequest request) => TableNames.All.Concat(TableNames.Containers).Contains(request.Resource);

    /// <summary>Whether it looks for the outbox row of a command, which may be one that was refused a moment ago.</summary>
    private static bool IsLook(StorageRequest request) =>
        request.Operation is "Get" && request.RowKey!.StartsWith(OutboxRows.Prefix, StringComparison.Ordinal);

    private static bool IsOfCaller(StorageRequest request) => request is { Resource: TableNames.Users, Operation: "Get" };

    /// <summary>The users that a test's clients are of are stored by the test.</summary>
    private static bool IsOfTest(StorageRequest request) => request is { Resource: TableNames.Users, Operation: "UpsertReplace" };

    private bool IsEffect(StorageRequest request) => IsOwn(request) && !IsOfTest(request)
        && !(request.TraceId is { } trace && answered.ContainsKey(trace));

    private async Task<int> Mails() => (await portal.Client.Get("/local/mails?limit=1000")).GetArrayLength();

    private async Task Silent()
    {
        var heard = (Count: -1, At: Stopwatch.StartNew());
        await Waiting.Until(() =>
        {
            var count = proxy.Requests.Count(IsEffect);
            if (count != heard.Count) heard = (count, Stopwatch.StartNew());
            return Task.FromResult(heard.At.Elapsed > Silence);
        });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
