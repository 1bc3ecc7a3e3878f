using Azure.Data.Tables;
using DurableTask.Core;
using Microsoft.Extensions.Caching.Memory;

namespace Dfm.LocalHost.Durable.Store;

/// <content>What is read from the table: when the process starts, and when something went wrong.</content>
internal sealed partial class Hub
{
    private async Task TakeUpAsync()
    {
        // Of an attempt that failed.
        foreach (var former in instances.Values.ToList()) Remove(former);
        await Table.CreateAsync();
        var open = Table.RowsAsync($"{Keys.Instances} and Open eq true", "PartitionKey", "Seen", "Wake", "Outbox");
        var messages = (await Table.RowsAsync(Keys.Messages)).ToLookup(row => row.PartitionKey);
        List<Instance> senders = [];
        foreach (var row in await open)
        {
            var instance = new Instance(Keys.InstanceId(row.PartitionKey), Signal);
            lock (gate) instances[instance.Id] = instance;
            await TakeUpAsync(instance, row, messages[row.PartitionKey]);
            instance.WakeAt(row.GetInt64("Wake")!.Value);
            if (instance.Inbox.Count > 0) Signal(instance);
            if (row["Outbox"] is not "") senders.Add(instance);
        }

        // Before any of the receivers has a turn: what of it is stored already must not be taken before it has left the outbox.
        foreach (var sender in senders) await StoredAsync(sender);
    }

    /// <summary>Takes up the stored messages of an instance; those that a turn has taken already are late repetitions of requests.</summary>
    private async Task TakeUpAsync(Instance instance, TableEntity row, IEnumerable<TableEntity> stored)
    {
        var seen = row.GetInt64("Seen")!.Value;
        var isTaken = stored.ToLookup(one => Keys.NumberOf(one.RowKey) <= seen);
        await Table.DeleteAsync(instance.Partition, isTaken[true].SelectMany(one => HubTable.PayloadsOf(one).Append(one.RowKey)));
        List<Message> messages = [];
        foreach (var one in isTaken[false])
        {
            var content = await Table.FetchAsync<TaskMessage>(instance.Partition, one["Body"]);
            var (number, from) = (Keys.NumberOf(one.RowKey), one.GetString("From"));
            messages.Add(new Message(content) { Number = number, RowKey = one.RowKey, From = from, Body = one["Body"], IsReady = true });
        }

        lock (gate)
        {
            lastNumber = Math.Max(lastNumber, messages.Select(message => message.Number).Append(seen).Max());
            instance.Inbox.RemoveAll(message => message.RowKey is not null && message.Number <= seen);
            instance.Inbox.AddRange(messages.Where(message => !instance.Inbox.Exists(one => one.RowKey == message.RowKey)));
            instance.Inbox.Sort((a, b) => a.Number.CompareTo(b.Number));
        }
    }

    /// <summary>What is stored of an instance, from memory if it is certain; null if it has ended.</summary>
    private async Task<Snapshot?> StoredAsync(Instance instance)
    {
        if (instance.Gone.Task.IsCompleted) return null;
        if (!instance.IsInDoubt && snapshots.TryGetValue(instance, out Snapshot? known)) return known;
        var row = instance.IsInDoubt ? await RereadAsync(instance) : await Table.ReadAsync(instance.Partition);
        if (row?.GetBoolean("Open") == true) return await SettleAsync(instance, await Snapshot.LoadAsync(Table, row));
        Remove(instance);
        return null;
    }

    /// <summary>Makes the inbox what the table holds, and deletes rows that failed turns have left.</summary>
    private async Task<TableEntity?> RereadAsync(Instance instance)
    {
        instance.IsInDoubt = false;
        var rows = await Table.RowsAsync(TableClient.CreateQueryFilter($"PartitionKey eq {instance.Partition}"));
        if (rows.Find(one => one.RowKey == Keys.Instance(instance.Partition)) is not { } row) return null;
        await TakeUpAsync(instance, row, rows.Where(one => one.RowKey.StartsWith("m-", StringComparison.Ordinal)));
        var before = DateTimeOffset.UtcNow - LongestRequest;
        var old = rows.Where(one => one.RowKey.StartsWith(Keys.Payload, StringComparison.Ordinal) && one.Timestamp < before);
        await Table.DeleteAsync(instance.Partition, old.Select(one => one.RowKey).Except(rows.SelectMany(HubTable.PayloadsOf)).ToList());
        return row;
    }
}
