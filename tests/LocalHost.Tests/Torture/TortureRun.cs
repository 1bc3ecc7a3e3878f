using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Torture;

/// <summary>Plays acts in a process of their own over a storage account of their own, and tells what has come of them.</summary>
internal sealed partial class TortureRun : IAsyncDisposable
{
    private readonly StorageAccount account;
    private readonly StorageProxy? proxy;
    private Kill? kill;

    private TortureRun(StorageAccount account, StorageProxy? proxy)
    {
        (this.account, this.proxy) = (account, proxy);
        App = new RestartingApp(proxy is null ? account : proxy.Account, account);
    }

    /// <summary>The application.</summary>
    public RestartingApp App { get; }

    /// <summary>The storage requests that went through the proxy.</summary>
    public IReadOnlyList<StorageRequest> Requests => proxy?.Requests ?? [];

    /// <summary>The acts by the ids of their orchestrations.</summary>
    public Dictionary<string, Act> Acts { get; } = [];

    /// <summary>Starts a run.</summary>
    /// <param name="azurite">Its storage.</param>
    /// <param name="faults">What goes wrong with the storage; null for nothing, and then it cannot be killed at requests.</param>
    public static async Task<TortureRun> StartAsync(AzuriteFixture azurite, FaultPlan? faults)
    {
        var account = azurite.NewAccount();
        await new TableClient(account.ConnectionString, "Effects").CreateAsync();
        if (faults is null) return new TortureRun(account, null);
        var proxy = await StorageProxy.StartAsync(account);
        proxy.Fault = faults.Of;
        var run = new TortureRun(account, proxy);
        proxy.BeforeForwarding = request => run.KillIfAt(request, before: true);
        proxy.AfterForwarding = request => run.KillIfAt(request, before: false);
        return run;
    }

    /// <summary>Kills the process at this moment, once, and starts it again.</summary>
    public void Arm(Kill moment) => kill = moment;

    /// <summary>Kills the process now, unless its moment has come.</summary>
    public void KillAtRest(Kill moment)
    {
        if (!moment.TryTake()) return;
        App.KillAndStart();
        moment.HasHappened();
    }

    /// <summary>Starts an act and does what its client does.</summary>
    /// <returns>The id of its orchestration, as soon as its client has done all.</returns>
    public async Task<string> PlayAsync(Act act, CancellationToken cancellationToken)
    {
        string id;
        lock (Acts)
        {
            id = $"{act.Orchestrator}-{Acts.Count:d3}";
            Acts.Add(id, act);
        }

        await App.InsistAsync(HttpMethod.Post, $"/api/start/{act.Orchestrator}/{id}", act.Input, cancellationToken);
        foreach (var step in act.Script)
            await App.InsistAsync(HttpMethod.Post, $"/api/raise/{id}{step.Suffix}/{step.Event}", step.Number, cancellationToken);
        return id;
    }

    /// <summary>Whether orchestrations have come to an end: those of these ids, or all.</summary>
    public async Task<bool> AreOverAsync(IReadOnlyCollection<string>? ids, CancellationToken cancellationToken)
    {
        var outcomes = await AskAsync<Outcome>("/api/outcomes?brief", cancellationToken);
        return outcomes.TrueForAll(one => one.IsOver || ids?.Contains(one.Id) == false);
    }

    /// <summary>Whether nothing goes on any more: no message waits, and no orchestration runs.</summary>
    public async Task<bool> IsAtRestAsync(CancellationToken cancellationToken) =>
        (await QueuesAsync(cancellationToken)).TrueForAll(queue => queue.Length == 0) && await AreOverAsync(null, cancellationToken);

    /// <summary>All that has come of the acts, by the ids of their orchestrations: one line for each fact, without the ids.</summary>
    public async Task<Dictionary<string, SortedSet<string>>> FactsAsync(CancellationToken cancellationToken)
    {
        var facts = Acts.Keys.ToDictionary(id => id, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (var one in await AskAsync<Outcome>("/api/outcomes", cancellationToken))
        {
            // One without an id of its own is known by its input, which names its owner; else the input of the last run may be any.
            var name = OwnId().IsMatch(one.Id) ? one.Id : $"{one.Name} {one.Input}";
            Add(name, $"{name} {one with { Id = "", Input = "" }}");
        }

        var effects = new TableClient(account.ConnectionString, "Effects").QueryAsync<TableEntity>(cancellationToken: cancellationToken);
        await foreach (var effect in effects) Add(effect.PartitionKey, $"{effect.PartitionKey} effect {effect.RowKey}");
        foreach (var queue in await QueuesAsync(cancellationToken))
        {
            foreach (var dead in queue.DeadLetters) Add(dead.MessageId, $"{dead.MessageId} dead in {queue.Name}: {dead.Reason}");
        }

        return facts;

        void Add(string owned, string fact)
        {
            var owner = OwnId().Match(owned).Value;
            facts[owner].Add(fact.Replace(owner, "*", StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (proxy is not null) await proxy.DisposeAsync();
    }

    private Task KillIfAt(StorageRequest request, bool before)
    {
        if (kill is not { } moment || !moment.IsAt(request, before)) return Task.CompletedTask;
        App.KillAndStart();
        moment.HasHappened();
        throw new OperationCanceledException("The application was killed: nobody waits for this any more.");
    }

    private Task<List<Queue>> QueuesAsync(CancellationToken cancellationToken) =>
        AskAsync<Queue>("/local/queues?format=json", cancellationToken);

    private async Task<List<T>> AskAsync<T>(string path, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<List<T>>(await App.InsistAsync(HttpMethod.Get, path, null, cancellationToken), JsonSerializerOptions.Web)!;

    [GeneratedRegex("[A-Z][A-Za-z]+-[0-9]{3}")]
    private static partial Regex OwnId();

    private sealed record Queue(string Name, int Length, List<DeadLetter> DeadLetters);

    private sealed record DeadLetter(string MessageId, string Reason);

    private sealed record Outcome(
        string Id, string Name, string Status, string? Input, string? Output, string? CustomStatus, string? EndInHistory, int AnsweredTwice)
    {
        public bool IsOver => Status is "Completed" or "Failed" or "Terminated";
    }
}
