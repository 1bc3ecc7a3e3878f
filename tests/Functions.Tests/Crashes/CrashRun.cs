using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Crashes;

/// <summary>
/// One walk through a portal that is killed at one of its storage requests and started again; by clients of a customer of its own, who ask
/// again what was not answered.
/// </summary>
public sealed class CrashRun : IDisposable
{
    private const string ApiKeyHeader = "X-Api-Key";

    // What tests ask again and again, only to see whether something has happened, belongs to this trace and is no moment to kill at.
    private const string LookingTrace = "10000000000000000000000000000001";

    private readonly KillablePortal portal;
    private readonly StorageProxy proxy;
    private readonly CrashMoment? moment;
    private readonly HttpClient client;
    private readonly ConcurrentQueue<StorageRequest> counted = new();
    private readonly ConcurrentDictionary<string, int> starts = new();
    private readonly ConcurrentDictionary<string, int> lengths = new();
    private readonly ConcurrentDictionary<int, bool> done = new();
    private readonly TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource restarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? stage;
    private int count;
    private int victim;
    private int lastBeforeRestart = int.MaxValue;
    private string token = "";
    private string colleaguesToken = "";

    private CrashRun(KillablePortal portal, CustomerId customer, CrashMoment? moment)
    {
        (this.portal, this.moment, Customer) = (portal, moment, customer);
        proxy = portal.Storage;
        client = new HttpClient { BaseAddress = portal.Address, Timeout = Patience.Longest };
        proxy.BeforeForwarding = Before;
        proxy.AfterForwarding = After;
    }

    /// <summary>The customer that the walk belongs to.</summary>
    public CustomerId Customer { get; }

    /// <summary>The customer's person who signs in and makes all requests that do not say otherwise: Claire Aubry.</summary>
    public UserId Person => UserId.Parse($"claire-{Customer}");

    /// <summary>The storage requests of the walk so far.</summary>
    public IReadOnlyCollection<StorageRequest> Requests => counted;

    /// <summary>Whether the walk goes through <paramref name="stage"/>: those after the one that the portal is killed in show nothing more.</summary>
    public bool GoesThrough(string stage) => moment is null || moment.Stage == stage;

    /// <summary>Whether the moment has come.</summary>
    public bool IsKilled => killed.Task.IsCompleted;

    /// <summary>The request that the portal was killed at; null as long as it was not.</summary>
    public StorageRequest? KilledAt { get; private set; }

    /// <summary>What the killed process wrote to its console.</summary>
    public string OutputBefore { get; private set; } = "";

    /// <summary>What the present process wrote to its console.</summary>
    public string OutputNow => portal.Output;

    /// <summary>The portal's storage, past the proxy.</summary>
    public TableServiceClient Tables => portal.Tables;

    /// <summary>Begins a walk for a new customer with two sites, of whom two people can sign in.</summary>
    /// <param name="portal">The portal, at rest.</param>
    /// <param name="moment">When it is killed; null for never.</param>
    /// <param name="arrange">Stores what else the walk starts from.</param>
    public static async Task<CrashRun> BeginAsync(
        KillablePortal portal, CrashMoment? moment, Func<TableServiceClient, CustomerId, Task> arrange)
    {
        ArgumentNullException.ThrowIfNull(portal);
        ArgumentNullException.ThrowIfNull(arrange);
        var customer = portal.NewCustomer();
        await Arrange(portal.Tables, customer);
        await arrange(portal.Tables, customer);
        var run = new CrashRun(portal, customer, moment);
        _ = run.StartAgainWhenKilled();
        return run;
    }

    /// <summary>Whether this number was given in a walk before this one.</summary>
    public bool IsOfEarlierWalk(string number) => portal.IsOfEarlierWalk(number);

    /// <summary>How many storage requests a stage of the walk had so far.</summary>
    public int RequestsOf(string name) => lengths.TryGetValue(name, out var length) ? length : count - starts[name];

    /// <summary>Enters a stage of the walk. A moment of the one before that has not come yet comes in this one.</summary>
    public void Enter(string name)
    {
        starts[name] = count;
        if (stage is not null) lengths[stage] = count - starts[stage];
        stage = name;
    }

    /// <summary>Signs <see cref="Person"/> in.</summary>
    public async Task SignIn() => token = await TokenOf(Person.Value);

    /// <summary>Signs in Paul Durand, a colleague of the same site.</summary>
    public async Task SignColleagueIn() => colleaguesToken = await TokenOf($"paul-{Customer}");

    /// <summary>The same request, made by the colleague.</summary>
    public HttpRequestMessage ByColleague(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Authorization = new("Bearer", colleaguesToken);
        return request;
    }

    /// <summary>The same request, made by the other desk of DFM's staff, « Atelier » in place of « DFM ».</summary>
    public static HttpRequestMessage ByWorkshop(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Add(ApiKeyHeader, KillablePortal.WorkshopsApiKey);
        return request;
    }

    /// <summary>Sends a request and, when it is answered by nothing because the portal was killed, sends it again to the next one.</summary>
    /// <param name="request">Makes the request.</param>
    /// <param name="looking">True when it is no step of the walk.</param>
    /// <param name="beforeAgain">Runs before it is sent again.</param>
    /// <returns>The answer, and whether the request had to be sent again.</returns>
    public async Task<(HttpResponseMessage Answer, bool Again)> Ask(
        Func<HttpRequestMessage> request, bool looking = false, Func<Task>? beforeAgain = null)
    {
        try
        {
            return (await SendUntilTaken(request, looking), false);
        }
        catch (HttpRequestException) when (moment is not null)
        {
            await restarted.Task.WaitAsync(Patience.Longest, Stop);
            if (beforeAgain is not null) await beforeAgain();
            return (await SendUntilTaken(request, looking), true);
        }
    }

    /// <summary>Looks at something, which is no step of the walk.</summary>
    public async Task<T> Look<T>(string route)
    {
        var (response, _) = await Ask(() => new(HttpMethod.Get, route), looking: true);
        using (response) return await response.Read<T>();
    }

    /// <summary>Kills the portal now, should it not have come to its moment; waits until it runs again.</summary>
    public async Task HasRestarted()
    {
        if (!IsKilled) Kill();
        await restarted.Task.WaitAsync(Patience.Longest, Stop);
    }

    /// <summary>
    /// Whether a mail may be in the mailbox twice: the killed process had put it there (so SendGrid's part was done), and had not heard that
    /// the record of it was stored.
    /// </summary>
    /// <param name="mailId">The mail's id.</param>
    /// <param name="keptAs">The ids of its copies in the mailbox.</param>
    public bool MayBeThereTwice(string mailId, IEnumerable<string> keptAs)
    {
        var first = proxy.Requests.Where(request => request.Number <= lastBeforeRestart).ToList();
        return first.Any(request => request is { Resource: "LocalMails", Operation: "Insert" } && keptAs.Contains(request.RowKey))
            && !first.Any(request => request.Resource == TableNames.SentMails && request.PartitionKey == mailId
                && request.Operation == "UpsertReplace" && done.ContainsKey(request.Number));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (null, null);
        client.Dispose();
    }

    /// <summary>A busy machine's queue may be too slow for a command, of which nothing is stored then: it is sent again.</summary>
    private async Task<HttpResponseMessage> SendUntilTaken(Func<HttpRequestMessage> request, bool looking)
    {
        while (true)
        {
            var answer = await Send(request(), looking);
            if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable) return answer;
            answer.Dispose();
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, bool looking)
    {
        using (request)
        {
            if (looking) request.Headers.Add("traceparent", $"00-{LookingTrace}-1000000000000001-00");
            var ofStaff = request.RequestUri!.OriginalString.StartsWith("/api/backoffice", StringComparison.Ordinal);
            if (ofStaff && !request.Headers.Contains(ApiKeyHeader)) request.Headers.Add(ApiKeyHeader, KillablePortal.ApiKey);
            else if (!ofStaff && token.Length > 0) request.Headers.Authorization ??= new("Bearer", token);
            return await client.SendAsync(request, Stop);
        }
    }

    private async Task<string> TokenOf(string identifier)
    {
        var (answer, _) = await Ask(() => new(HttpMethod.Post, "/api/auth/login")
        {
            Content = JsonContent.Create(new { identifier, password = InProcessPortal.Password }),
        });
        return (await answer.Read<SignedIn>()).AccessToken;
    }

    private Task Before(StorageRequest request)
    {
        if (IsKilled || KilledAt is not null || !IsStep(request)) return Task.CompletedTask;
        counted.Enqueue(request);
        var number = Interlocked.Increment(ref count);
        if (moment is null || !starts.TryGetValue(moment.Stage, out var start) || !moment.Is(request, number - start)) return Task.CompletedTask;
        (KilledAt, victim) = (request, request.Number);
        return moment.Before ? KillInsteadOf(request) : Task.CompletedTask;
    }

    private Task After(StorageRequest request)
    {
        done[request.Number] = true;
        return request.Number == victim && !IsKilled ? KillInsteadOf(request) : Task.CompletedTask;
    }

    /// <summary>The queue's receiver asks for messages again and again: what matters follows once it finds something.</summary>
    private static bool IsStep(StorageRequest request) => request.TraceId != LookingTrace && !request.IsPoll;

    private Task KillInsteadOf(StorageRequest request)
    {
        Kill();
        throw new OperationCanceledException($"The portal was killed at {request}: nobody waits for it any more.");
    }

    private void Kill()
    {
        portal.Kill();
        killed.TrySetResult();
    }

    private async Task StartAgainWhenKilled()
    {
        try
        {
            await killed.Task;
            lastBeforeRestart = proxy.Requests.Count;
            OutputBefore = OutputNow;
            await portal.StartAgainAsync();
            restarted.SetResult();
        }
        catch (Exception failure)
        {
            restarted.SetException(failure);
        }
    }

    private static Task Arrange(TableServiceClient tables, CustomerId customer)
    {
        Site[] sites =
        [
            new Site(SiteId.Parse("s1"), "Site s1", "1 rue Basse", "28000", "Chartres"),
            new Site(SiteId.Parse("s2"), "Site s2", "2 rue Haute", "28000", "Chartres"),
        ];
        return Task.WhenAll(
            new TableCustomerStore(tables).Save(new Customer(customer, $"Société {customer}", sites), Stop),
            Save(tables, customer, "claire", "Claire Aubry", Profile.Supervisor),
            Save(tables, customer, "paul", "Paul Durand", Profile.User, "s1"));
    }

    private static Task Save(
        TableServiceClient tables, CustomerId customer, string name, string fullName, Profile profile, params string[] sites) =>
        new TableAccountStore(tables).Save(
            new Account(
                UserId.Parse($"{name}-{customer}"),
                customer,
                LoginIdentifier.Parse($"{name}-{customer}"),
                fullName,
                $"{name}@{customer}.example.com",
                "02 61 91 10 01",
                profile,
                [.. sites.Select(SiteId.Parse)]),
            InProcessPortal.PasswordHash,
            Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
