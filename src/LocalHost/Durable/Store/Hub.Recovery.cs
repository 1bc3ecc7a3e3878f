using Azure;
using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Starts instances, delivers between them, and takes up what is in the table.</summary>
internal sealed partial class Hub
{
    /// <summary>Stores a new instance and has it run.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">Another has the id and one of the refused statuses.</exception>
    public async Task CreateAsync(TaskMessage start, OrchestrationStatus[] refused)
    {
        await ReadyAsync();
        if (await InsertAsync(start, refused) is { } instance) Signal(instance);
    }

    private async Task<Instance?> InsertAsync(TaskMessage start, OrchestrationStatus[] refused)
    {
        var id = start.OrchestrationInstance.InstanceId;
        var partition = Keys.Partition(id);
        var (row, loaded) = await InstanceRow.NewAsync(Table, partition, start, NextNumber());
        try
        {
            var etag = await Table.AddAsync(row);
            while (etag is null)
            {
                if (await Table.ReadAsync(partition, InstanceRow.ArbiterColumns) is not { } other)
                {
                    etag = await Table.AddAsync(row);
                    continue;
                }

                var status = Enum.Parse<OrchestrationStatus>(other.GetString("Status"));
                // Stored by a request whose failure was told to its caller, and not known since.
                if (Messages.Live.Contains(status) && !instances.ContainsKey(id)) Doubt(id);
                if (other.GetString("Execution") == row.GetString("Execution")) return instances.GetValueOrDefault(id);
                if (refused.Contains(status))
                    throw new OrchestrationAlreadyExistsException($"An instance with the ID '{id}' and the status {status} already exists.");
                etag = await ReplaceAsync(row, other.ETag);
            }

            return Take(row, loaded with { ETag = etag.Value });
        }
        catch (Exception e) when (e is not OrchestrationAlreadyExistsException)
        {
            // It may have been stored: the next look at the table tells.
            Doubt(id);
            throw;
        }
    }

    private void Doubt(string id) => Signal(instances.GetOrAdd(id, _ => new Instance(id) { ExecutionId = "", IsInDoubt = true }));

    private Instance Take(TableEntity row, LoadedState loaded)
    {
        var instance = new Instance(Keys.InstanceId(row.PartitionKey))
        {
            ExecutionId = row.GetString("Execution"),
            Seen = row.GetInt64("Seen")!.Value,
        };
        if (instances.TryGetValue(instance.Id, out var former)) Remove(former);
        SetTimers(instance, StoredJson.Unpack<Dictionary<int, long>>((byte[])row["Timers"]));
        instance.MayStart = instance.Timers.Count == 0;
        Keep(instance, loaded);
        instances[instance.Id] = instance;
        return instance;
    }

    private async Task<ETag?> ReplaceAsync(TableEntity row, ETag former)
    {
        var kept = HubTable.KeysOf(row["Start"]).Concat(HubTable.KeysOf(row["State"])).Append(row.RowKey).ToHashSet();
        var old = (await Table.KeysAsync(row.PartitionKey)).Where(key => !kept.Contains(key)).ToList();
        try
        {
            var etag = await Table.CommitAsync([new(TableTransactionActionType.UpdateReplace, row, former)]);
            await Table.DeleteAsync(row.PartitionKey, old);
            return etag;
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return null;
        }
    }

    /// <summary>Delivers what one turn sends to instances: all is stored before any of it is taken, so that nothing is taken twice.</summary>
    private async Task DeliverAsync(string partition, string outbox, List<TaskMessage> contents)
    {
        List<(Instance? Instance, Message? Message)> delivered = [];
        for (var n = 0; n < contents.Count; n++)
        {
            var content = contents[n];
            if (content.Event is ExecutionStartedEvent start)
            {
                try
                {
                    await PersistAsync(async () => delivered.Add((await InsertAsync(content, Messages.Live), null)));
                    continue;
                }
                catch (OrchestrationAlreadyExistsException e) when (Messages.Refusal(start, e.Message) is { } refusal)
                {
                    content = refusal;
                }
            }

            if (Receive(content, $"{outbox}-{n}") is not var (instance, message)) continue;
            await PersistAsync(() => WriteAsync(instance, message));
            delivered.Add((instance, message));
        }

        await PersistAsync(() => Table.DeleteAsync(partition, outbox));
        foreach (var (instance, message) in delivered)
        {
            if (instance is null) continue;
            lock (instance.Gate) message?.IsReady = true;
            Signal(instance);
        }
    }

    /// <summary>Does what has to be done in the end, however often the storage fails.</summary>
    private async Task PersistAsync(Func<Task> action)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await action();
                return;
            }
            catch (Exception e) when (e is not OrchestrationAlreadyExistsException && !stopping.IsCancellationRequested)
            {
                LogStorage(e.GetType().Name);
                await Task.Delay(BackOff(failures) - DateTime.UtcNow is { Ticks: > 0 } delay ? delay : TimeSpan.Zero, stopping.Token);
            }
        }
    }

    private async Task RecoverAsync()
    {
        await Table.CreateAsync();
        var open = Rows($"{Keys.Instances} and Open eq true", InstanceRow.OpenColumns);
        var waiting = (await Rows(Keys.Waiting, null)).ToLookup(row => row.PartitionKey);
        var found = new HashSet<string>();
        List<(string Partition, string Key, List<TaskMessage> Contents)> outboxes = [];
        foreach (var row in await open)
        {
            var instance = new Instance(Keys.InstanceId(row.PartitionKey)) { ExecutionId = "", IsTaken = true };
            instances[instance.Id] = instance;
            found.Add(row.PartitionKey);
            outboxes.AddRange(await AdoptAsync(instance, row, waiting[row.PartitionKey], []));
        }

        foreach (var rows in waiting.Where(rows => !found.Contains(rows.Key))) outboxes.AddRange(await AdoptAsync(null, null, rows, []));
        foreach (var (partition, key, contents) in outboxes) await DeliverAsync(partition, key, contents);
        foreach (var instance in instances.Values) Release(instance);

        async Task<List<TableEntity>> Rows(string filter, IEnumerable<string>? columns)
        {
            List<TableEntity> rows = [];
            await foreach (var row in Table.QueryAsync(filter, columns, 1000)) rows.Add(row);
            return rows;
        }
    }

    /// <summary>Makes the memory what the table is, after a request of which nobody knows what became of it.</summary>
    private async Task RereadAsync(Instance instance)
    {
        List<Message> stored;
        lock (instance.Gate) stored = instance.All().FindAll(message => message is { RowKey: not null, IsReady: true });
        states.Remove(instance);
        TableEntity? row = null;
        List<TableEntity> waiting = [];
        await foreach (var one in Table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {instance.Partition} and RowKey lt {Keys.Payload}")))
        {
            if (Keys.IsInstance(one.RowKey))
                row = one;
            else
                waiting.Add(one);
        }

        if (row?.GetBoolean("Open") != true) row = null;
        var outboxes = await AdoptAsync(instance, row, waiting, stored);
        if (row is null) Remove(instance);
        lock (instance.Gate) instance.IsInDoubt = false;
        foreach (var (partition, key, contents) in outboxes) await DeliverAsync(partition, key, contents);
    }

    /// <summary>Takes up what is stored of an instance, or what one that has ended has left.</summary>
    /// <param name="instance">The instance; null for one that has ended.</param>
    /// <param name="row">Its row; null for one that has ended.</param>
    /// <param name="waiting">Its activities, messages and outboxes.</param>
    /// <param name="before">The stored messages that were in memory before the table was read.</param>
    /// <returns>What has to be delivered.</returns>
    private async Task<List<(string Partition, string Key, List<TaskMessage> Contents)>> AdoptAsync(
        Instance? instance, TableEntity? row, IEnumerable<TableEntity> waiting, List<Message> before)
    {
        var seen = row?.GetInt64("Seen") ?? long.MaxValue;
        var due = row is null ? [] : await Table.FetchAsync<Dictionary<int, long>>(row.PartitionKey, row["Timers"]);
        List<(string, string, List<TaskMessage>)> outboxes = [];
        List<Message> messages = [];
        List<(ActivityPack Pack, List<TaskMessage> Scheduled)> packs = [];
        foreach (var one in waiting)
        {
            if (one.RowKey.StartsWith(Keys.Outbox, StringComparison.Ordinal))
                outboxes.Add((one.PartitionKey, one.RowKey, await Table.FetchAsync<List<TaskMessage>>(one.PartitionKey, one["Body"])));
            else if (one.RowKey.StartsWith(Keys.Activities, StringComparison.Ordinal))
                packs.Add(await PackAsync(one));
            else if (Keys.NumberOf(one.RowKey) <= seen)
                await Table.DeleteAsync(one.PartitionKey, one.RowKey);
            else
                messages.Add(await InstanceRow.MessageAsync(Table, one));
        }

        NumbersBeginAfter(Math.Max(row?.GetInt64("Seen") ?? 0, messages.Select(message => message.Number).DefaultIfEmpty().Max()));
        if (instance is null || row is null)
        {
            foreach (var (pack, scheduled) in packs.Where(one => instance?.Packs.ContainsKey(one.Pack.RowKey) != true)) Run(pack, scheduled);
            return outboxes;
        }

        lock (instance.Gate)
        {
            instance.ExecutionId = row.GetString("Execution");
            instance.Seen = seen;
            instance.Remove(one => before.Contains(one) && !messages.Exists(stored => stored.RowKey == one.RowKey));
            foreach (var message in messages.Where(message => !instance.Has(one => one.RowKey == message.RowKey))) instance.Add(message);
            foreach (var gone in instance.Packs.Keys.Except(packs.Select(one => one.Pack.RowKey)).ToList()) instance.Packs.Remove(gone);
            foreach (var (pack, scheduled) in packs)
            {
                if (instance.Packs.TryAdd(pack.RowKey, pack)) Run(pack, scheduled);
                instance.Packs[pack.RowKey].Done.UnionWith(pack.Done);
            }

            instance.Remove(one => one.TimerId is not null || (one.Pack is { } pack && (!instance.Packs.ContainsValue(pack) || pack.Done.Contains(one.Index))));
            SetTimers(instance, []);
            SetTimers(instance, due);
            instance.MayStart = row.GetString("Status") == nameof(OrchestrationStatus.Pending) && due.Count == 0;
            instance.Sort();
        }

        return outboxes;
    }

    private async Task<(ActivityPack Pack, List<TaskMessage> Scheduled)> PackAsync(TableEntity row)
    {
        var scheduled = await Table.FetchAsync<List<TaskMessage>>(row.PartitionKey, row["Body"]);
        var pack = new ActivityPack(Keys.InstanceId(row.PartitionKey), row.RowKey, scheduled.Count);
        pack.Done.UnionWith(StoredJson.Unpack<List<int>>(row.GetBinary("Done")));
        return (pack, scheduled);
    }

    [LoggerMessage(LogLevel.Warning, "The durable store is tried again after {Fault}")]
    private partial void LogStorage(string fault);
}
