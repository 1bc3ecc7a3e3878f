using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// The task hub's table. A partition is an instance: its row <c>instance-…</c>, whose ETag arbitrates; its turns
/// <c>history-{generation}-{turn}-…</c>; its waiting messages <c>inbox-…</c>; and rows for long inputs and outputs.
/// </summary>
internal sealed class InstanceStore(TableClient table)
{
    private const int MostOperations = 100;
    private const string IsInstance = "RowKey ge '" + InstanceKeys.Instance + "' and RowKey lt 'instance.'";

    private static readonly string[] KeyColumns = ["PartitionKey", "RowKey"];
    private static readonly string[] ListColumns = ["PartitionKey", "Name", "Status", "Created", "Updated", "Due", "CustomStatus"];
    private static readonly string[] RecoveryColumns = ["PartitionKey", "Due", "Outstanding", "Status", "Turn"];

    public Task CreateTableAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Stores a new instance, unless its id is taken.</summary>
    /// <returns>The instance that has the id now: the new one, known by its <see cref="InstanceRow.StartedBy"/>, or another.</returns>
    public async Task<InstanceRow> InsertOrGetAsync(InstanceRow instance, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return instance with { ETag = await InsertAsync(instance.ToRows(), cancellationToken) };
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                if (await GetAsync(instance.Id, true, cancellationToken) is { } other) return other;
            }
        }
    }

    /// <summary>Puts a new instance in the place of a finished one; false if that one has changed meanwhile.</summary>
    public async Task<bool> TryReplaceAsync(InstanceRow finished, InstanceRow instance, CancellationToken cancellationToken)
    {
        var rows = instance.ToRows();
        var old = await KeysAsync(instance.Id, cancellationToken);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, rows[0], finished.ETag)];
        actions.AddRange(rows.Skip(1).Select(Add));
        actions.AddRange(old.Where(IsMessage).Take(MostOperations - actions.Count).Select(key => Delete(rows[0].PartitionKey, key)));
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404 or 409)
        {
            return await GetAsync(instance.Id, false, cancellationToken) is { } other && other.StartedBy == instance.StartedBy;
        }

        // History of the former run does not count any more; whether it goes now or with a purge does not matter.
        await DeleteAsync(instance.Id, [.. old.Where(key => !InstanceKeys.IsInstance(key) && !IsMessage(key))], cancellationToken);
        return true;
    }

    /// <summary>Stores a message in an inbox. Doing it again under the same key does it once, unless it was consumed meanwhile.</summary>
    public async Task<Message> AddMessageAsync(string instanceId, string key, Message message, CancellationToken cancellationToken)
    {
        var rows = TextRows.Split(InstanceKeys.Partition(instanceId), key, StorageJson.Text(message));
        try
        {
            await InsertAsync(rows, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Keys are unique: an earlier attempt has succeeded and its answer was lost.
        }

        return message with { RowKeys = [.. rows.Select(row => row.RowKey)] };
    }

    /// <summary>An instance without its history; null if there is none.</summary>
    public async Task<InstanceRow?> GetAsync(string instanceId, bool withTexts, CancellationToken cancellationToken)
    {
        var partition = InstanceKeys.Partition(instanceId);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            partition, InstanceKeys.InstanceOf(partition), null, cancellationToken);
        if (!found.HasValue) return null;
        return withTexts ? await WithTextsAsync(found.Value!, cancellationToken) : InstanceRow.Of(found.Value!);
    }

    /// <summary>An instance with its history and its inbox; null if there is none, and then its inbox is cleared.</summary>
    public async Task<LoadedInstance?> LoadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var (instance, inbox) = await ReadAsync(instanceId, cancellationToken);
        if (instance is null) await DeleteAsync(instanceId, [.. inbox.SelectMany(message => message.RowKeys)], cancellationToken);
        return instance;
    }

    /// <summary>An instance with its history and its inbox; null if there is none.</summary>
    public async Task<LoadedInstance?> PeekAsync(string instanceId, CancellationToken cancellationToken) =>
        (await ReadAsync(instanceId, cancellationToken)).Instance;

    /// <summary>Stores a turn in one transaction.</summary>
    /// <returns>The instance's new ETag and the rows of the turn's record.</returns>
    /// <exception cref="RequestFailedException">Nothing was stored, unless the answer was lost.</exception>
    public async Task<(ETag ETag, IEnumerable<string> RecordKeys)> CommitAsync(Commit commit, CancellationToken cancellationToken)
    {
        var rows = commit.After.ToChangedRows(commit.Before);
        var partition = rows[0].PartitionKey;
        List<TableEntity> record = commit.Record is null
            ? []
            : TextRows.Split(partition, InstanceKeys.Turn(partition, commit.After.Generation, commit.RecordNumber), StorageJson.Text(commit.Record));
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateMerge, rows[0], commit.Before.ETag)];
        actions.AddRange(rows.Skip(1).Concat(record).Select(Add));
        actions.AddRange(commit.Consumed.Select(key => Delete(partition, key)));
        var answer = await table.SubmitTransactionAsync(actions, cancellationToken);
        return (answer.Value[0].Headers.ETag!.Value, record.Select(row => row.RowKey));
    }

    /// <summary>Deletes rows of an instance; rows that are gone already do not matter.</summary>
    public async Task DeleteAsync(string instanceId, IReadOnlyList<string> rowKeys, CancellationToken cancellationToken)
    {
        var partition = InstanceKeys.Partition(instanceId);
        foreach (var keys in rowKeys.Chunk(MostOperations))
        {
            try
            {
                await table.SubmitTransactionAsync(keys.Select(key => Delete(partition, key)), cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                foreach (var key in keys) await table.DeleteEntityAsync(partition, key, ETag.All, cancellationToken);
            }
        }
    }

    /// <summary>Deletes all that is stored of an instance, its row last.</summary>
    public async Task PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        var keys = await KeysAsync(instanceId, cancellationToken);
        await DeleteAsync(instanceId, [.. keys.OrderBy(InstanceKeys.IsInstance)], cancellationToken);
    }

    /// <summary>The instances that are open: id, when each has to be woken, and whether it has work to do at once.</summary>
    public async IAsyncEnumerable<(string Id, DateTime? Due, bool HasWork)> OpenAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string filter = IsInstance + " and IsOpen eq true";
        await foreach (var row in table.QueryAsync<TableEntity>(filter, null, RecoveryColumns, cancellationToken))
        {
            var due = row.GetInt64("Due") is { } ticks and not 0 ? new DateTime(ticks, DateTimeKind.Utc) : (DateTime?)null;
            var isPending = row.GetString("Status") == nameof(OrchestrationRuntimeStatus.Pending);
            var isToStart = due is null && (isPending || row.GetInt32("Turn") == 0);
            yield return (InstanceKeys.InstanceId(row.PartitionKey), due, row.GetInt32("Outstanding") > 0 || isToStart);
        }
    }

    /// <summary>The instances that have messages waiting.</summary>
    public async IAsyncEnumerable<string> WithMessagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        const string filter = "RowKey ge '" + InstanceKeys.Inbox + "' and RowKey lt 'inbox.'";
        await foreach (var row in table.QueryAsync<TableEntity>(filter, null, KeyColumns, cancellationToken))
        {
            if (row.PartitionKey != last) yield return InstanceKeys.InstanceId(row.PartitionKey);
            last = row.PartitionKey;
        }
    }

    /// <summary>The instances that match, page by page in the order of their ids.</summary>
    public async IAsyncEnumerable<Page<InstanceRow>> QueryAsync(
        OrchestrationQuery query, string? continuationToken, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = table.QueryAsync<TableEntity>(FilterOf(query), pageSize, null, cancellationToken).AsPages(continuationToken, pageSize);
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            var rows = new List<InstanceRow>(page.Values.Count);
            foreach (var row in page.Values)
                rows.Add(query.FetchInputsAndOutputs ? await WithTextsAsync(row, cancellationToken) : InstanceRow.Of(row));
            yield return Page<InstanceRow>.FromValues(rows, page.ContinuationToken, page.GetRawResponse());
        }
    }

    /// <summary>All instances whose ids begin with <paramref name="prefix"/>, with what a list shows of them.</summary>
    public async IAsyncEnumerable<InstanceRow> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = FilterOf(new OrchestrationQuery { InstanceIdPrefix = prefix });
        await foreach (var row in table.QueryAsync<TableEntity>(filter, null, ListColumns, cancellationToken)) yield return InstanceRow.Of(row);
    }

    private static string FilterOf(OrchestrationQuery query)
    {
        List<string> terms = [IsInstance];
        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            var from = InstanceKeys.Partition(prefix);
            terms.Add(TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {from[..^1] + (char)(from[^1] + 1)}"));
        }

        if (query.CreatedFrom is { } createdFrom) terms.Add(TableClient.CreateQueryFilter($"Created ge {createdFrom}"));
        if (query.CreatedTo is { } createdTo) terms.Add(TableClient.CreateQueryFilter($"Created le {createdTo}"));
        if (query.Statuses?.ToList() is { Count: > 0 } statuses)
            terms.Add("(" + string.Join(" or ", statuses.Select(s => $"Status eq '{s}'")) + ")");
        return string.Join(" and ", terms);
    }

    private static bool IsMessage(string rowKey) => rowKey.StartsWith(InstanceKeys.Inbox, StringComparison.Ordinal);

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private static TableTransactionAction Delete(string partition, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, rowKey), ETag.All);

    /// <summary>Adds rows, and answers with the ETag of the first.</summary>
    private async Task<ETag> InsertAsync(List<TableEntity> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 1) return (await table.AddEntityAsync(rows[0], cancellationToken)).Headers.ETag!.Value;
        return (await table.SubmitTransactionAsync(rows.Select(Add), cancellationToken)).Value[0].Headers.ETag!.Value;
    }

    private async Task<InstanceRow> WithTextsAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (!InstanceRow.HasLongTexts(row)) return InstanceRow.Of(row);
        var texts = new Texts();
        await ReadTextsAsync(InstanceKeys.Input);
        await ReadTextsAsync(InstanceKeys.Output);
        return InstanceRow.Of(row, texts.Of);

        async Task ReadTextsAsync(string prefix)
        {
            var end = prefix[..^1] + (char)(prefix[^1] + 1);
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {row.PartitionKey} and RowKey ge {prefix} and RowKey lt {end}");
            await foreach (var part in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) texts.Add(part);
        }
    }

    private async Task<(LoadedInstance? Instance, List<Message> Inbox)> ReadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var texts = new Texts();
        TableEntity? instance = null;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {InstanceKeys.Partition(instanceId)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (InstanceKeys.IsInstance(row.RowKey))
                instance = row;
            else
                texts.Add(row);
        }

        var inbox = texts.Under(InstanceKeys.Inbox)
            .Select(key => StorageJson.Message(texts.Of(key)!) with { RowKeys = texts.RowsOf(key) }).ToList();
        if (instance is null) return (null, inbox);
        var present = InstanceRow.Of(instance, texts.Of);
        var turns = texts.Under(InstanceKeys.Turns(present.Generation)).ToList();
        var history = turns.Select(key => StorageJson.TurnRecord(texts.Of(key)!)).ToList();
        return (new LoadedInstance(present, history, [.. turns.SelectMany(texts.RowsOf)], inbox), inbox);
    }

    private async Task<List<string>> KeysAsync(string instanceId, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {InstanceKeys.Partition(instanceId)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, null, KeyColumns, cancellationToken)) keys.Add(row.RowKey);
        return keys;
    }

    /// <summary>Texts put together from their rows, in the order of their keys.</summary>
    private sealed class Texts
    {
        private readonly SortedDictionary<string, List<TableEntity>> rows = new(StringComparer.Ordinal);

        public void Add(TableEntity row)
        {
            var key = row.RowKey[..row.RowKey.LastIndexOf('-')];
            if (!rows.TryGetValue(key, out var parts)) rows[key] = parts = new List<TableEntity>(1);
            parts.Add(row);
        }

        public IEnumerable<string> Under(string prefix) => rows.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal));

        public string? Of(string key) => !rows.TryGetValue(key, out var parts) ? null
            : parts.Count == 1 ? TextRows.Read(parts[0])
            : string.Concat(parts.OrderBy(part => part.RowKey, StringComparer.Ordinal).Select(TextRows.Read));

        public IReadOnlyList<string> RowsOf(string key) => [.. rows[key].Select(part => part.RowKey)];
    }
}
