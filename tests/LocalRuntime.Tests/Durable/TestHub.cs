using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Dfm.LocalRuntime.Durable;
using Dfm.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>A task hub of its own on Azurite, and an engine that can be stopped, killed and started again.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly StorageAccount account;
    private readonly HttpPipelinePolicy? policy;
    private DurableEngine? engine;

    public TestHub(AzuriteFixture azurite, TestFunctions functions, HttpPipelinePolicy? policy = null)
    {
        account = azurite.NewAccount();
        Functions = functions;
        this.policy = policy;
    }

    public TestFunctions Functions { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public DurableOptions Options { get; set; } = new() { HubName = "TestHub" };

    public DurableTaskClient Client { get; private set; } = null!;

    public DurableEngine Engine => engine!;

    public TableClient Table => DurableServices.Table(account.ConnectionString, Options.HubName);

    public async Task<TestHub> StartAsync()
    {
        var tableOptions = new TableClientOptions();
        if (policy is not null) tableOptions.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        var store = new InstanceStore(DurableServices.Table(account.ConnectionString, Options.HubName, tableOptions));
        engine = new DurableEngine(store, Functions, JsonDataConverter.Default, Time, NullLoggerFactory.Instance, Options);
        Client = new LocalDurableTaskClient(engine, Options.HubName);
        await engine.StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>Ends the engine as a crash would, and starts another.</summary>
    public async Task CrashAndStartAsync()
    {
        await engine!.DisposeAsync();
        await StartAsync();
    }

    public async Task StopAsync() => await engine!.StopAsync(CancellationToken.None);

    public Task<string> ScheduleAsync(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    public Task RaiseAsync(string id, string name, object? payload = null) => Client.RaiseEventAsync(id, name, payload);

    public async Task<OrchestrationMetadata> GetAsync(string id) => (await Client.GetInstanceAsync(id, true))!;

    /// <summary>Runs an orchestration to its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(
        string name, object? input = null, string? id = null, params (string Name, object? Payload)[] events)
    {
        var instanceId = await ScheduleAsync(name, input, id);
        foreach (var (eventName, payload) in events) await RaiseAsync(instanceId, eventName, payload);
        return await EndAsync(instanceId);
    }

    public async Task<OrchestrationMetadata> EndAsync(string instanceId)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Client.WaitForInstanceCompletionAsync(instanceId, true, timeout.Token);
    }

    /// <summary>Waits until the custom status of an instance is the given text.</summary>
    public async Task ReachesAsync(string instanceId, string status) => await UntilAsync(
        async () => (await Client.GetInstanceAsync(instanceId, true))?.SerializedCustomStatus == $"\"{status}\"", status);

    /// <summary>Whether the instance waits for a timer alone.</summary>
    public async Task<bool> IsWaitingForATimerAsync(string id)
    {
        var row = await engine!.Store.GetAsync(id, false, CancellationToken.None);
        return row is { IsFinished: false, Due: not null, Outstanding: 0 };
    }

    /// <summary>How many rows the table holds whose keys begin so.</summary>
    public async Task<int> CountRowsAsync(string prefix = "")
    {
        var count = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>())
        {
            if (row.RowKey.StartsWith(prefix, StringComparison.Ordinal)) count++;
        }

        return count;
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var end = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            if (DateTime.UtcNow > end) throw new TimeoutException($"Not reached: {what}");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null) await engine.DisposeAsync();
    }
}
