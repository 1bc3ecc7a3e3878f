using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using Newtonsoft.Json;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>What the engine's clients ask of a store.</summary>
internal sealed class LocalTablesClient(Hub hub) : IOrchestrationServiceClient, IOrchestrationServiceQueryClient, IOrchestrationServicePurgeClient
{
    // Table storage knows no earlier time.
    private static readonly DateTime Earliest = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public Task CreateTaskOrchestrationAsync(TaskMessage creationMessage) => CreateTaskOrchestrationAsync(creationMessage, null);

    public Task CreateTaskOrchestrationAsync(TaskMessage creationMessage, OrchestrationStatus[]? dedupeStatuses) =>
        hub.StartAsync(creationMessage, dedupeStatuses ?? Snapshot.Live);

    public Task SendTaskOrchestrationMessageAsync(TaskMessage message) => hub.SendAsync(message);

    public async Task SendTaskOrchestrationMessageBatchAsync(params TaskMessage[] messages)
    {
        foreach (var message in messages) await hub.SendAsync(message);
    }

    public async Task<OrchestrationState?> WaitForOrchestrationAsync(
        string instanceId, string? executionId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await hub.EndAsync(instanceId, timeout, cancellationToken);
            return await hub.StateAsync(instanceId);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public Task ForceTerminateTaskOrchestrationAsync(string instanceId, string reason) =>
        hub.SendAsync(new TaskMessage
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
            Event = new ExecutionTerminatedEvent(-1, reason),
        });

    public async Task<IList<OrchestrationState>> GetOrchestrationStateAsync(string instanceId, bool allExecutions) =>
        await hub.StateAsync(instanceId) is { } state ? [state] : [];

    public async Task<OrchestrationState?> GetOrchestrationStateAsync(string instanceId, string? executionId) =>
        await hub.StateAsync(instanceId) is { } state
            && (string.IsNullOrWhiteSpace(executionId) || state.OrchestrationInstance.ExecutionId == executionId) ? state : null;

    public async Task<string> GetOrchestrationHistoryAsync(string instanceId, string executionId) =>
        JsonConvert.SerializeObject(await HistoryAsync(instanceId), new JsonSerializerSettings());

    /// <summary>The events of an instance's present run; none if there is no such instance.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string instanceId) =>
        await hub.Table.ReadAsync(Keys.Partition(instanceId)) is { } row ? (await Snapshot.LoadAsync(hub.Table, row)).Events : [];

    public Task PurgeOrchestrationHistoryAsync(DateTime thresholdDateTimeUtc, OrchestrationStateTimeRangeFilterType timeRangeFilterType) =>
        PurgeInstanceStateAsync(new PurgeInstanceFilter(DateTime.MinValue, thresholdDateTimeUtc, null));

    public async Task<PurgeResult> PurgeInstanceStateAsync(string instanceId) => new(await hub.PurgeAsync(instanceId) ? 1 : 0);

    public async Task<PurgeResult> PurgeInstanceStateAsync(PurgeInstanceFilter purgeInstanceFilter)
    {
        await hub.ReadyAsync();
        var (from, to, statuses) = (purgeInstanceFilter.CreatedTimeFrom, purgeInstanceFilter.CreatedTimeTo, purgeInstanceFilter.RuntimeStatus);
        var filter = Filter(null, from, to, statuses) + " and Open eq false";
        var found = await hub.Table.RowsAsync(filter, "PartitionKey");
        var some = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(found, some, async (row, _) => await hub.PurgeAsync(Keys.InstanceId(row.PartitionKey)));
        return new PurgeResult(found.Count, true);
    }

    public async Task<OrchestrationQueryResult> GetOrchestrationWithQueryAsync(OrchestrationQuery query, CancellationToken cancellationToken)
    {
        await hub.ReadyAsync();
        var filter = Filter(query.InstanceIdPrefix, query.CreatedTimeFrom, query.CreatedTimeTo, query.RuntimeStatus);
        var pages = hub.Table.Query(filter, Snapshot.StateColumns).AsPages(query.ContinuationToken, Math.Clamp(query.PageSize, 1, 1000));
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            var states = await Task.WhenAll(page.Values.Select(row => Snapshot.StateAsync(hub.Table, row)));
            var isBrief = !query.FetchInputsAndOutputs;
            return new OrchestrationQueryResult([.. states.Select(state => state.ClearFieldsImmutably(isBrief, isBrief))], page.ContinuationToken);
        }

        return new OrchestrationQueryResult([], null);
    }

    private static string Filter(string? prefix, DateTime? from, DateTime? to, IEnumerable<OrchestrationStatus>? statuses)
    {
        List<string> terms = [Keys.Instances];
        if (prefix is { Length: > 0 })
        {
            var first = Keys.Partition(prefix);
            terms.Add(TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {first[..^1] + (char)(first[^1] + 1)}"));
        }

        if (from > Earliest) terms.Add(TableClient.CreateQueryFilter($"Created ge {DateTime.SpecifyKind(from.Value, DateTimeKind.Utc)}"));
        if (to > Earliest) terms.Add(TableClient.CreateQueryFilter($"Created le {DateTime.SpecifyKind(to.Value, DateTimeKind.Utc)}"));
        if (statuses?.ToList() is { Count: > 0 } list) terms.Add($"({string.Join(" or ", list.Select(status => $"Status eq '{status}'"))})");
        return string.Join(" and ", terms);
    }
}
