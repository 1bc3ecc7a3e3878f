using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Offers the store to the host's Durable extension under the name <c>LocalTables</c>.</summary>
internal sealed class LocalTablesProviderFactory(IOptions<DurableTaskOptions> options, IConfiguration configuration, ILoggerFactory loggers)
    : IDurabilityProviderFactory, IDisposable
{
    private readonly Lazy<LocalTablesProvider> provider = new(() => LocalTablesProvider.Create(options.Value, configuration, loggers));

    public string Name => LocalTablesProvider.ProviderName;

    public DurabilityProvider GetDurabilityProvider() => provider.Value;

    public DurabilityProvider GetDurabilityProvider(DurableClientAttribute attribute) => provider.Value;

    public void SetUseSeparateQueueForEntityWorkItems(bool newValue)
    {
        // There are no entities.
    }

    public void Dispose()
    {
        if (provider.IsValueCreated) provider.Value.Dispose();
    }
}

/// <summary>The store as the host's Durable extension asks for it by gRPC. Entities, rewinding and the rest are not supported.</summary>
internal sealed class LocalTablesProvider : DurabilityProvider, IDisposable
{
    /// <summary>The setting <c>storageProvider.type</c>.</summary>
    public const string ProviderName = "LocalTables";

    private readonly Hub hub;
    private readonly LocalTablesClient client;

    private LocalTablesProvider(Hub hub, LocalTablesClient client, string connectionName)
        : base(ProviderName, hub, client, connectionName) => (this.hub, this.client) = (hub, client);

    public override bool SupportsPollFreeWait => true;
    public override bool GuaranteesOrderedDelivery => true;
    public override bool CheckStatusBeforeRaiseEvent => true;
    public override TimeSpan MaximumDelayTime { get; set; } = TimeSpan.FromDays(6);
    public override TimeSpan LongRunningTimerIntervalLength { get; set; } = TimeSpan.FromDays(3);
    public override string EventSourceName { get; set; } = "DurableTask-LocalTables";

    public override void SetUseSeparateQueueForEntityWorkItems(bool newValue)
    {
        // There are no entities; the base would throw, and the extension warn at every start.
    }

    public static LocalTablesProvider Create(DurableTaskOptions options, IConfiguration configuration, ILoggerFactory loggers)
    {
        var name = options.StorageProvider.TryGetValue("connectionName", out var given) ? $"{given}" : Settings.Storage;
        var connection = Settings.Require(configuration, name);
        var (turns, activities) = (options.MaxConcurrentOrchestratorFunctions ?? 32, options.MaxConcurrentActivityFunctions ?? 32);
        var hub = new Hub(Table(connection, options.HubName), turns, activities, loggers.CreateLogger("Dfm.LocalHost.Durable"));
        return new LocalTablesProvider(hub, new LocalTablesClient(hub), name);
    }

    public static TableClient Table(string connection, string hubName)
    {
        var settings = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromSeconds(2) } };
        return new TableClient(connection, string.Concat(hubName.Where(char.IsAsciiLetterOrDigit)) + "LocalInstances", settings);
    }

    public override async Task<IList<OrchestrationState>> GetOrchestrationStateWithInputsAsync(string instanceId, bool showInput = true) =>
        [.. (await client.GetOrchestrationStateAsync(instanceId, false)).Select(state => state.ClearFieldsImmutably(!showInput, false))];

    public override Task<IAsyncEnumerable<HistoryEvent>> StreamOrchestrationHistoryAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(HistoryAsync(instanceId));

    public void Dispose() => hub.Dispose();

    private async IAsyncEnumerable<HistoryEvent> HistoryAsync(string instanceId)
    {
        foreach (var one in await client.HistoryAsync(instanceId)) yield return one;
    }
}
