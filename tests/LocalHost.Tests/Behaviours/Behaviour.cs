using Dfm.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalHost.Tests.Behaviours;

/// <summary>
/// What Durable Functions does, through the whole local host with the official worker and client. Both stores have to show the same; the one
/// for Azure is the measure.
/// </summary>
public abstract class Behaviour(BehaviourHost host)
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;
    protected BehaviourHost Host => host;
    protected DurableTaskClient Client => host.App.Durable;

    protected Task<string> StartAsync(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id), Stop);

    protected async Task<OrchestrationMetadata> RunAsync(string name, object? input = null) => await EndAsync(await StartAsync(name, input));

    protected Task RaiseAsync(string id, string name, object? payload = null) => Client.RaiseEventAsync(id, name, payload, Stop);

    protected async Task<OrchestrationMetadata> GetAsync(string id) => (await Client.GetInstanceAsync(id, true, Stop))!;

    /// <summary>Waits for the end of an instance. It looks often: the official client's own waiting takes two seconds at least.</summary>
    protected async Task<OrchestrationMetadata> EndAsync(string id)
    {
        await Eventually.HoldsAsync(async () => await Client.GetInstanceAsync(id, Stop) is { IsCompleted: true });
        return await GetAsync(id);
    }

    /// <summary>Waits until an instance that is there is as expected.</summary>
    protected async Task<OrchestrationMetadata> BecomesAsync(string id, Predicate<OrchestrationMetadata> isExpected)
    {
        await Eventually.HoldsAsync(async () => isExpected(await GetAsync(id)));
        return await GetAsync(id);
    }

    protected Task<OrchestrationMetadata> ReachesAsync(string id, string customStatus) =>
        BecomesAsync(id, instance => instance.SerializedCustomStatus == $"\"{customStatus}\"");

    /// <summary>
    /// Asserts that a call is refused, by an exception that only <c>catch (Exception)</c> catches everywhere: its type differs between hosts.
    /// </summary>
    protected static async Task RefusedAsync(Func<Task> call)
    {
        var refusal = await Record.ExceptionAsync(call);
        Assert.True(refusal is not null and not OperationCanceledException, $"{refusal}");
    }
}

/// <summary>An app with the functions of the behaviours over one of the stores. It can be stopped and started again.</summary>
public abstract class BehaviourHost(StorageAccount storage, string store) : IAsyncLifetime
{
    public TestHost App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await TestHost.StartAsync(
        storage, [typeof(BehaviourFunctions)], new Dictionary<string, string?> { ["LocalHost:Durable"] = store });

    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class LocalTablesHost(AzuriteFixture azurite) : BehaviourHost(azurite.NewAccount(), "LocalTables");

public sealed class AzureStorageHost(AzuriteFixture azurite) : BehaviourHost(azurite.NewAccount(), "AzureStorage");
