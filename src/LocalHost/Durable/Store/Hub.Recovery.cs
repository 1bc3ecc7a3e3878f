using Azure.Data.Tables;
using DurableTask.Core;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Takes up what is in the table.</summary>
internal sealed partial class Hub
{
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

            instance.Remove(one => one.TimerId is not null);
            instance.Remove(one => one.Pack is { } pack && (!instance.Packs.ContainsValue(pack) || pack.Done.Contains(one.Index)));
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
}
