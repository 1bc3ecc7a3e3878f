using Dfm.LocalHost.Durable.Store;
using Dfm.Testing;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dfm.LocalHost.Tests.Durable.Store;

/// <summary>The official engine above the store, as one process has it.</summary>
internal sealed class Engine : IAsyncDisposable
{

    private readonly Hub hub;

    private Engine(StorageAccount account)
    {
        hub = new Hub(LocalTablesProvider.Table(account.ConnectionString, "hub"), 32, 32, NullLogger.Instance);
        Store = new LocalTablesClient(hub);
        Client = new TaskHubClient(Store);
        Worker = new TaskHubWorker(hub);
        Worker.AddTaskOrchestrations(typeof(Calls), typeof(Waits), typeof(Sleeps), typeof(Parent));
        Worker.AddTaskOrchestrations(typeof(Rounds), typeof(FansOut), typeof(Collects), typeof(Sends), typeof(Breaks), typeof(Repeats));
        Worker.AddTaskActivities(typeof(Echo), typeof(Fails));
    }

    public LocalTablesClient Store { get; }

    public TaskHubClient Client { get; }

    public TaskHubWorker Worker { get; }

    public static async Task<Engine> StartAsync(StorageAccount account)
    {
        var engine = new Engine(account);
        await engine.Worker.StartAsync();
        return engine;
    }

    /// <summary>Starts an orchestration.</summary>
    public async Task<OrchestrationInstance> RunAsync<T>(string id, object? input = null) =>
        await Client.CreateOrchestrationInstanceAsync(typeof(T), id, input);

    public async Task<OrchestrationState> EndOfAsync(string id) =>
        await Store.WaitForOrchestrationAsync(id, null, Patience.Longest, CancellationToken.None)
            ?? throw new TimeoutException($"{id} is {(await Store.GetOrchestrationStateAsync(id, null))?.OrchestrationStatus}.");

    /// <summary>Waits until an instance has the status.</summary>
    public Task StatusAsync(string id, OrchestrationStatus status) =>
        UntilAsync(async () => (await Store.GetOrchestrationStateAsync(id, null))?.OrchestrationStatus == status, $"{id} is not {status}.");

    /// <summary>Waits until an instance's history is as described.</summary>
    public Task HasAsync(string id, Predicate<IReadOnlyList<HistoryEvent>> expected) =>
        UntilAsync(async () => expected(await Store.HistoryAsync(id)), $"The history of {id} is not as expected.");

    public Task RaiseAsync(string id, string name, object data) =>
        Client.RaiseEventAsync(new OrchestrationInstance { InstanceId = id }, name, data);

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        for (var until = DateTime.UtcNow + Patience.Longest; !await condition();)
        {
            Assert.True(DateTime.UtcNow < until, otherwise);
            await Task.Delay(20);
        }
    }

    /// <summary>Ends as a killed process does: what runs is broken off.</summary>
    public async Task KillAsync()
    {
        hub.Dispose();
        await Worker.StopAsync(true);
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
