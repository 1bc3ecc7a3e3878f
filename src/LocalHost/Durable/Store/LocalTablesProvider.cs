using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Query;
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

    public void Dispose()
    {
        if (provider.IsValueCreated) provider.Value.Dispose();
    }
}

/// <summary>The store with what the host's Durable extension asks beyond the engine's interfaces. Entities and rewinding are not supported.</summary>
internal sealed class LocalTablesProvider : DurabilityProvider, IDisposable
{
    /// <summary>The setting <c>storageProvider.type</c>.</summary>
    public const string ProviderName = "LocalTables";

    private readonly LocalTablesService service;
    private readonly LocalTablesClient client;

    private LocalTablesProvider(LocalTablesService service, LocalTablesClient client, string connectionName)
        : base(ProviderName, service, client, connectionName) => (this.service, this.client) = (service, client);

    public override bool SupportsPollFreeWait => true;

    public override bool GuaranteesOrderedDelivery => true;

    public override bool CheckStatusBeforeRaiseEvent => true;

    public override TimeSpan MaximumDelayTime { get; set; } = TimeSpan.FromDays(6);

    public override TimeSpan LongRunningTimerIntervalLength { get; set; } = TimeSpan.FromDays(3);

    public override string EventSourceName { get; set; } = "DurableTask-LocalTables";

    public static LocalTablesProvider Create(DurableTaskOptions options, IConfiguration configuration, ILoggerFactory loggers)
    {
        var name = options.StorageProvider.TryGetValue("connectionName", out var given) ? $"{given}" : "AzureWebJobsStorage";
        var connection = configuration[name] ?? throw new InvalidOperationException($"The connection '{name}' of the task hub is not configured.");
        var logger = loggers.CreateLogger("Dfm.LocalHost.Durable");
        var hub = new Hub(Table(connection, options.HubName), logger);
        var service = new LocalTablesService(
            hub, options.MaxConcurrentOrchestratorFunctions ?? 32, options.MaxConcurrentActivityFunctions ?? 32, logger);
        return new LocalTablesProvider(service, new LocalTablesClient(hub), name);
    }

    public static TableClient Table(string connection, string hubName)
    {
        var settings = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromSeconds(2) } };
        return new TableClient(connection, string.Concat(hubName.Where(char.IsAsciiLetterOrDigit)) + "Instances", settings);
    }

    public override async Task<IList<OrchestrationState>> GetOrchestrationStateWithInputsAsync(string instanceId, bool showInput = true) =>
        [.. (await client.GetOrchestrationStateAsync(instanceId, false)).Select(state => state.ClearFieldsImmutably(!showInput, false))];

    public override async Task<OrchestrationStatusQueryResult> GetOrchestrationStateWithPagination(
        OrchestrationStatusQueryCondition condition, CancellationToken cancellationToken)
    {
        var found = await client.GetOrchestrationWithQueryAsync(
            new OrchestrationQuery
            {
                RuntimeStatus = condition.RuntimeStatus?.Select(status => Enum.Parse<OrchestrationStatus>($"{status}")).ToList(),
                CreatedTimeFrom = condition.CreatedTimeFrom,
                CreatedTimeTo = condition.CreatedTimeTo,
                PageSize = condition.PageSize,
                ContinuationToken = condition.ContinuationToken,
                InstanceIdPrefix = condition.InstanceIdPrefix,
            },
            cancellationToken);
        return new OrchestrationStatusQueryResult
        {
            DurableOrchestrationState = found.OrchestrationState
                .Select(state => ProviderUtils.ConvertOrchestrationStateToStatus(state.ClearFieldsImmutably(!condition.ShowInput, false))).ToList(),
            ContinuationToken = found.ContinuationToken,
        };
    }

    public override Task<IAsyncEnumerable<HistoryEvent>> StreamOrchestrationHistoryAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(HistoryAsync(instanceId));

    public override async Task<PurgeHistoryResult> PurgeInstanceHistoryByInstanceId(string instanceId) =>
        new((await client.PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount);

    public override async Task<int> PurgeHistoryByFilters(
        DateTime createdTimeFrom, DateTime? createdTimeTo, IEnumerable<OrchestrationStatus> runtimeStatus) =>
        (await client.PurgeInstanceStateAsync(new PurgeInstanceFilter(createdTimeFrom, createdTimeTo, runtimeStatus))).DeletedInstanceCount;

    public void Dispose() => service.Dispose();

    private async IAsyncEnumerable<HistoryEvent> HistoryAsync(string instanceId)
    {
        foreach (var one in await client.HistoryAsync(instanceId)) yield return one;
    }
}
