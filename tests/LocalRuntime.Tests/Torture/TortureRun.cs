using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>Plays acts in a process of their own over a storage account of their own, and tells what has come of them.</summary>
internal sealed partial class TortureRun : IAsyncDisposable
{
    private static readonly string[] Queues = ["automatic", "manual"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly JsonSerializerOptions Web = JsonSerializerOptions.Web;

    private readonly StorageAccount account;
    private readonly StorageProxy? proxy;
    private readonly Dictionary<string, Act> acts = [];
    private Kill? kill;

    private TortureRun(StorageAccount account, StorageProxy? proxy) => (this.account, this.proxy) = (account, proxy);

    /// <summary>The application.</summary>
    public RestartingApp App { get; private set; } = null!;

    /// <summary>The storage requests that went through the proxy.</summary>
    public IReadOnlyList<StorageRequest> Requests => proxy?.Requests ?? [];

    /// <summary>The acts by the ids of their orchestrations.</summary>
    public IReadOnlyDictionary<string, Act> ActsById => acts;

    /// <summary>A run without faults.</summary>
    public static Task<TortureRun> CalmAsync(AzuriteFixture azurite) => StartAsync(azurite.NewAccount(), null);

    /// <summary>A run with faults.</summary>
    public static async Task<(TortureRun Run, FaultPlan Faults)> StormyAsync(AzuriteFixture azurite, int seed)
    {
        var account = azurite.NewAccount();
        var faults = new FaultPlan(seed, account);
        var proxy = await StorageProxy.StartAsync(azurite.Ports);
        proxy.Fault = faults.Of;
        return (await StartAsync(account, proxy), faults);
    }

    /// <summary>Kills the process at this moment, once, and starts it again.</summary>
    public void Arm(Kill moment) => kill = moment;

    /// <summary>Kills the process now, unless its moment has come.</summary>
    public void KillAtRest(Kill moment)
    {
        if (moment.TryTake(null)) KillAndStart(moment);
    }

    /// <summary>Starts an act and does what its client does.</summary>
    /// <returns>The id of its orchestration, as soon as its client has done all.</returns>
    public async Task<string> PlayAsync(Act act, CancellationToken cancellationToken)
    {
        string id;
        lock (acts)
        {
            id = $"{act.Orchestrator}-{acts.Count:d3}";
            acts.Add(id, act);
        }

        await PostAsync($"/api/{act.Orchestrator}/{id}?in={act.StartsIn}", act.Input);
        foreach (var step in act.Script)
        {
            switch (step)
            {
                case Step.Raise raise:
                    await PostAsync($"/api/instances/{id}/events/{raise.Event}", raise.Payload);
                    break;
                case Step.Control control:
                    await PostAsync($"/api/instances/{id}{control.Suffix}/{control.Command}", new { });
                    // As in Azure, only what is suspended can be resumed.
                    while (control.Command == "suspend" && !await IsAsync(id, status => status == "Suspended"))
                        await Task.Delay(Pause, cancellationToken);
                    break;
                case Step.AwaitOther other:
                    while (!await IsAsync(id + other.Suffix, status => status != "Pending")) await Task.Delay(Pause, cancellationToken);
                    break;
            }
        }

        return id;

        async Task<bool> IsAsync(string one, Func<string, bool> status) =>
            (await StatusesAsync(cancellationToken)).Exists(outcome => outcome.Id == one && status(outcome.Status));

        Task PostAsync(string path, object body) => App.InsistAsync(HttpMethod.Post, path, body, cancellationToken);
    }

    /// <summary>Whether the orchestrations of these ids have come to an end.</summary>
    public async Task<bool> AreOverAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var over = (await StatusesAsync(cancellationToken)).Where(outcome => outcome.IsOver).Select(outcome => outcome.Id).ToHashSet();
        return ids.All(over.Contains);
    }

    /// <summary>Whether nothing goes on any more: no message waits, and no orchestration runs.</summary>
    public async Task<bool> IsAtRestAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in Queues)
        {
            if (await Queue(queue, isDeadLetters: false).CountAsync(cancellationToken) > 0) return false;
        }

        return (await StatusesAsync(cancellationToken)).TrueForAll(outcome => outcome.IsOver);
    }

    /// <summary>All that has come of the acts, by the ids of their orchestrations: one line for each fact, without the ids.</summary>
    public async Task<Dictionary<string, SortedSet<string>>> FactsAsync(CancellationToken cancellationToken)
    {
        var facts = acts.Keys.ToDictionary(id => id, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (var outcome in await OutcomesAsync("", cancellationToken))
        {
            // One without an id of its own is known by its input, which names its owner.
            var name = OwnerOf(outcome.Id) is null ? $"{outcome.Name} {outcome.Input}" : outcome.Id;
            Add(name, $"{name} {outcome.Status} output {outcome.Output} custom status {outcome.CustomStatus} failure {outcome.Failure}");
        }

        var effects = new TableClient(account.ConnectionString, "Effects").QueryAsync<TableEntity>(cancellationToken: cancellationToken);
        await foreach (var effect in effects) Add(effect.PartitionKey, $"{effect.PartitionKey} effect {effect.RowKey}");
        foreach (var queue in Queues)
        {
            var dead = await Queue(queue, isDeadLetters: true).PeekAsync(BusQueue.LargestReceive, 0, cancellationToken);
            foreach (var letter in dead)
            {
                var size = letter.Body.ToMemory().Length;
                Add(letter.MessageId, $"{letter.MessageId} dead in {queue}: {letter.DeadLetterReason}, {size} bytes");
            }
        }

        return facts;

        void Add(string owned, string fact)
        {
            var owner = OwnerOf(owned) ?? throw new InvalidOperationException($"It belongs to nobody: {fact}");
            facts[owner].Add(fact.Replace(owner, "*", StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (proxy is not null) await proxy.DisposeAsync();
    }

    private static async Task<TortureRun> StartAsync(StorageAccount account, StorageProxy? proxy)
    {
        await new TableClient(account.ConnectionString, "Effects").CreateAsync();
        var run = new TortureRun(account, proxy);
        if (proxy is not null)
        {
            proxy.BeforeForwarding = request => run.KillIf(kill => kill.IsBefore(request));
            proxy.AfterForwarding = request => run.KillIf(kill => kill.IsAfter(request));
        }

        run.App = new RestartingApp(proxy is null ? account : account.Through(proxy.Ports), account);
        return run;
    }

    private Task KillIf(Func<Kill, bool> isNow)
    {
        if (kill is not { } moment || !isNow(moment)) return Task.CompletedTask;
        KillAndStart(moment);
        throw new OperationCanceledException("The application was killed: nobody waits for this any more.");
    }

    private void KillAndStart(Kill moment)
    {
        App.KillAndStart();
        moment.HasHappened();
    }

    private Task<List<Outcome>> StatusesAsync(CancellationToken cancellationToken) => OutcomesAsync("?brief", cancellationToken);

    private async Task<List<Outcome>> OutcomesAsync(string query, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<List<Outcome>>(
            await App.InsistAsync(HttpMethod.Get, $"/api/outcomes{query}", null, cancellationToken), Web)!;

    private BusQueue Queue(string name, bool isDeadLetters) =>
        new(() => BusAccount.Open(account.ConnectionString), name, isDeadLetters, BusOptions.Default);

    private static string? OwnerOf(string name) => OwnId().Match(name) is { Success: true, Value: var id } ? id : null;

    [GeneratedRegex("[A-Z][A-Za-z]+-[0-9]{3}")]
    private static partial Regex OwnId();

    private sealed record Outcome(
        string Id, string Name, string Status, string? Input, string? Output, string? CustomStatus, string? Failure)
    {
        public bool IsOver => Status is "Completed" or "Failed" or "Terminated";
    }
}
