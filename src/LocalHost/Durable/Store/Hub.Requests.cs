using Azure;
using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using Microsoft.Extensions.Caching.Memory;

namespace Dfm.LocalHost.Durable.Store;

/// <content>What its clients ask, and what instances send to each other.</content>
internal sealed partial class Hub
{
    /// <summary>Stores a new instance and has it run.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">Another has the id and one of the refused statuses.</exception>
    public async Task StartAsync(TaskMessage start, OrchestrationStatus[] refused)
    {
        await ReadyAsync();
        Signal(await InsertAsync(start, refused));
    }

    /// <summary>Stores a message from outside; one to an instance that does not exist or has ended is dropped.</summary>
    public async Task SendAsync(TaskMessage content)
    {
        await ReadyAsync();
        if (Receive(content, null) is not var (instance, message)) return;
        try
        {
            await WriteAsync(instance, message);
            message.IsReady = true;
        }
        catch
        {
            lock (gate) instance.Inbox.Remove(message);
            instance.IsInDoubt = true;
            throw;
        }
        finally
        {
            Signal(instance);
        }
    }

    /// <summary>What is known of an instance; null if there is none.</summary>
    public async Task<OrchestrationState?> StateAsync(string instanceId)
    {
        await ReadyAsync();
        if (Find(instanceId) is { IsInDoubt: false } instance && snapshots.TryGetValue(instance, out Snapshot? stored))
        {
            // A copy: the extension's client changes what it gets before it raises an event.
            var state = stored!.State.ClearFieldsImmutably(clearInput: false, clearOutput: false);
            state.OrchestrationInstance = new() { InstanceId = instanceId, ExecutionId = state.OrchestrationInstance.ExecutionId };
            return state;
        }

        var row = await Table.ReadAsync(Keys.Partition(instanceId), Snapshot.StateColumns);
        return row is null ? null : await Snapshot.StateAsync(Table, row);
    }

    /// <summary>Waits while there is an instance that has not ended.</summary>
    public async Task EndAsync(string instanceId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await ReadyAsync();
        while (Find(instanceId) is { } instance) await instance.Gone.Task.WaitAsync(timeout, cancellationToken);
    }

    /// <summary>Deletes all of an instance; false if there was none.</summary>
    public async Task<bool> PurgeAsync(string instanceId)
    {
        await ReadyAsync();
        var rows = await Table.RowsAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Partition(instanceId)}"), "PartitionKey", "RowKey");
        if (Find(instanceId) is { } instance) Remove(instance);
        // Its own row last, so that what is left of a purge that was broken off can be purged.
        await Table.DeleteAsync(Keys.Partition(instanceId), rows.Select(row => row.RowKey).Reverse());
        return rows is [var first, ..] && first.RowKey == Keys.Instance(first.PartitionKey);
    }

    private async Task<Instance> InsertAsync(TaskMessage start, OrchestrationStatus[] refused)
    {
        var id = start.OrchestrationInstance.InstanceId;
        try
        {
            var stored = await Snapshot.NewAsync(Table, start, NextNumber());
            while (!await Table.AddAsync(stored.Row))
            {
                if (await Table.ReadAsync(stored.Row.PartitionKey) is not { } other) continue;
                // Stored by an earlier attempt, whose answer was lost.
                if (other.GetString("Origin") == stored.Row.GetString("Origin")) return LookUp(id);
                var status = Enum.Parse<OrchestrationStatus>(other.GetString("Status"));
                if (refused.Contains(status))
                    throw new OrchestrationAlreadyExistsException($"An instance with the ID '{id}' and the status {status} already exists.");
                if (other["Outbox"] is not "")
                    await Task.Delay(20, stopping.Token);
                else if (await ReplaceAsync(other, stored))
                    break;
            }

            lock (gate)
            {
                if (instances.TryGetValue(id, out var known)) Remove(known);
                var instance = instances[id] = new Instance(id, Signal);
                Keep(instance, stored);
                instance.WakeAt(stored.Due);
                return instance;
            }
        }
        catch
        {
            LookUp(id);
            throw;
        }
    }

    /// <summary>Puts a new instance in the place of another; false if that was changed meanwhile.</summary>
    private async Task<bool> ReplaceAsync(TableEntity other, Snapshot stored)
    {
        if (Find(Keys.InstanceId(other.PartitionKey)) is { } former) Remove(former);
        try
        {
            await Table.UpdateAsync(other, stored.Row, []);
            await Table.DeleteAsync(other.PartitionKey, HubTable.PayloadsOf(other));
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>The instance in memory; one that is not there may have been stored by a failed request: the table tells.</summary>
    private Instance LookUp(string id)
    {
        lock (gate)
        {
            if (instances.TryGetValue(id, out var known)) return known;
            var instance = instances[id] = new Instance(id, Signal) { IsInDoubt = true };
            Signal(instance);
            return instance;
        }
    }

    private (Instance Instance, Message Message)? Receive(TaskMessage content, string? from)
    {
        lock (gate)
        {
            if (!instances.TryGetValue(content.OrchestrationInstance.InstanceId, out var instance)) return null;
            if (from is not null && instance.Inbox.Find(one => one.From == from) is { } known) return (instance, known);
            var number = NextNumber();
            var message = new Message(content) { Number = number, RowKey = Keys.Message(number), From = from };
            instance.Inbox.Add(message);
            return (instance, message);
        }
    }

    // Keys are unique: a row that is there already is from an earlier attempt.
    private async Task WriteAsync(Instance instance, Message message)
    {
        message.Body ??= await Table.StoreAsync(instance.Partition, message.Content);
        await Table.AddAsync(new TableEntity(instance.Partition, message.RowKey) { ["Body"] = message.Body, ["From"] = message.From });
    }
}
