using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Crashes;

/// <summary>
/// One portal as a process over a storage account of its own, which is killed at one of its storage requests and started again at the same
/// address; and its clients, who ask again what was not answered.
/// </summary>
public sealed class CrashRun : IAsyncDisposable
{
    private const string ApiKeyHeader = "X-Api-Key";
    private const string ApiKey = "dfm_staff_0123456789abcdef0123456789abcdef";
    private const string WorkshopsApiKey = "dfm_workshop_fedcba9876543210fedcba9876543210";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What tests ask again and again, only to see whether something has happened, belongs to this trace and is no moment to kill at.
    private const string LookingTrace = "10000000000000000000000000000001";

    private static readonly Dictionary<string, string> Settings = new()
    {
        // Compiling again what runs often (after 60,000 ms, in hexadecimal) does not pay for processes that live for seconds.
        ["DOTNET_TC_CallCountingDelayMs"] = "EA60",
        ["DOTNET_TieredPGO"] = "0",
    };

    private readonly StorageAccount account;
    private readonly StorageProxy proxy;
    private readonly CrashMoment? moment;
    private readonly HttpClient client;
    private readonly ConcurrentQueue<StorageRequest> counted = new();
    private readonly ConcurrentDictionary<string, int> starts = new();
    private readonly ConcurrentDictionary<string, int> lengths = new();
    private readonly ConcurrentDictionary<int, bool> done = new();
    private readonly TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource restarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FunctionAppProcess portal;
    private string? stage;
    private int count;
    private int victim;
    private int lastBeforeRestart = int.MaxValue;
    private string token = "";
    private string colleaguesToken = "";

    private CrashRun(StorageAccount account, StorageProxy proxy, FunctionAppProcess portal, CrashMoment? moment)
    {
        (this.account, this.proxy, this.portal, this.moment) = (account, proxy, portal, moment);
        client = new HttpClient { BaseAddress = portal.Client.BaseAddress, Timeout = Patience };
        proxy.BeforeForwarding = Before;
        proxy.AfterForwarding = After;
    }

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
    public string OutputNow => string.Join('\n', portal.Output);

    /// <summary>The portal's storage, past the proxy.</summary>
    public TableServiceClient Tables => new(account.ConnectionString);

    /// <summary>Starts a portal that has a customer <c>c1</c> with two sites, its supervisor, and a key for the staff.</summary>
    /// <param name="azurite">The storage.</param>
    /// <param name="moment">When it is killed; null for never.</param>
    /// <param name="arrange">Stores what else the walk starts from.</param>
    public static async Task<CrashRun> StartAsync(AzuriteFixture azurite, CrashMoment? moment, Func<TableServiceClient, Task> arrange)
    {
        var account = azurite.NewAccount();
        var tables = new TableServiceClient(account.ConnectionString);
        await Arrange(tables);
        await arrange(tables);
        var proxy = await StorageProxy.StartAsync(azurite.Ports);
        var portal = await PortalProcess.StartAsync(account.Through(proxy.Ports), Settings);
        var run = new CrashRun(account, proxy, portal, moment);
        _ = run.StartAgainWhenKilled();
        return run;
    }

    /// <summary>How many storage requests a stage of the walk had so far.</summary>
    public int RequestsOf(string name) => lengths.TryGetValue(name, out var length) ? length : count - starts[name];

    /// <summary>Enters a stage of the walk. A moment of the one before that has not come yet comes in this one.</summary>
    public void Enter(string name)
    {
        starts[name] = count;
        if (stage is not null) lengths[stage] = count - starts[stage];
        stage = name;
    }

    /// <summary>Signs the customer's person in: Claire Aubry, whose requests all are that do not say otherwise.</summary>
    public async Task SignIn() => token = await TokenOf("claire");

    /// <summary>Signs in Paul Durand, a colleague of the same site.</summary>
    public async Task SignColleagueIn() => colleaguesToken = await TokenOf("paul");

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
        request.Headers.Add(ApiKeyHeader, WorkshopsApiKey);
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
            return (await Send(request(), looking), false);
        }
        catch (HttpRequestException) when (moment is not null)
        {
            await restarted.Task.WaitAsync(Patience, Stop);
            if (beforeAgain is not null) await beforeAgain();
            return (await Send(request(), looking), true);
        }
    }

    /// <summary>Looks at something, which is no step of the walk.</summary>
    public async Task<JsonElement> Look(string path)
    {
        var (answer, _) = await Ask(() => new(HttpMethod.Get, path), looking: true);
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode} {body}");
            return JsonElement.Parse(body);
        }
    }

    /// <summary>Kills the portal now, should it not have come to its moment; waits until it runs again.</summary>
    public async Task HasRestarted()
    {
        if (!IsKilled) Kill();
        await restarted.Task.WaitAsync(Patience, Stop);
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

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
        client.Dispose();
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, bool looking)
    {
        using (request)
        {
            if (looking) request.Headers.Add("traceparent", $"00-{LookingTrace}-1000000000000001-00");
            var ofStaff = request.RequestUri!.OriginalString.StartsWith("/api/backoffice", StringComparison.Ordinal);
            if (ofStaff && !request.Headers.Contains(ApiKeyHeader)) request.Headers.Add(ApiKeyHeader, ApiKey);
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
        return (await answer.Json()).GetProperty("accessToken").GetString()!;
    }

    private Task Before(StorageRequest request)
    {
        if (IsKilled || !IsStep(request)) return Task.CompletedTask;
        counted.Enqueue(request);
        var number = Interlocked.Increment(ref count);
        if (moment is null || !starts.TryGetValue(moment.Stage, out var start) || number != start + moment.Number) return Task.CompletedTask;
        (KilledAt, victim) = (request, request.Number);
        return moment.Before ? KillInsteadOf(request) : Task.CompletedTask;
    }

    private Task After(StorageRequest request)
    {
        done[request.Number] = true;
        return request.Number == victim && !IsKilled ? KillInsteadOf(request) : Task.CompletedTask;
    }

    /// <summary>
    /// The queue's receiver asks for messages again and again, and the sweep looks into outboxes: what matters of them follows once they find
    /// something.
    /// </summary>
    private static bool IsStep(StorageRequest request) =>
        request.TraceId != LookingTrace && !request.IsPoll && !RequestCounter.IsSweep(request);

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
            var port = portal.Client.BaseAddress!.Port;
            await portal.DisposeAsync();
            portal = await PortalProcess.StartAsync(account.Through(proxy.Ports), Settings, port);
            restarted.SetResult();
        }
        catch (Exception failure)
        {
            restarted.SetException(failure);
        }
    }

    private static async Task Arrange(TableServiceClient tables)
    {
        await Task.WhenAll(TableNames.All.Select(name => tables.CreateTableIfNotExistsAsync(name, Stop)));
        var customer = CustomerId.Parse("c1");
        Site[] sites =
        [
            new Site(SiteId.Parse("s1"), "Site s1", "1 rue Basse", "28000", "Chartres"),
            new Site(SiteId.Parse("s2"), "Site s2", "2 rue Haute", "28000", "Chartres"),
        ];
        await Task.WhenAll(
            new TableCustomerStore(tables).Save(new Customer(customer, "Société c1", sites), Stop),
            Save(tables, "claire", "Claire Aubry", Profile.Supervisor),
            Save(tables, "paul", "Paul Durand", Profile.User, "s1"),
            Save(tables, ApiKey, "DFM"),
            Save(tables, WorkshopsApiKey, "Atelier"));
    }

    private static Task Save(TableServiceClient tables, string identifier, string name, Profile profile, params string[] sites) =>
        new TableAccountStore(tables).Save(
            new Account(
                UserId.Parse(identifier),
                CustomerId.Parse("c1"),
                LoginIdentifier.Parse(identifier),
                name,
                $"{identifier}@example.com",
                "02 61 91 10 01",
                profile,
                [.. sites.Select(SiteId.Parse)]),
            InProcessPortal.PasswordHash,
            Stop);

    private static Task Save(TableServiceClient tables, string apiKey, string desk) => new TableApiKeyStore(tables).Save(
        ApiKeyText.ToStore(apiKey, desk, ["dits.read", "dits.write", "orders.read", "orders.write"]), Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
