using Azure;
using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Starts instances, and delivers between them.</summary>
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

    [LoggerMessage(LogLevel.Warning, "The durable store is tried again after {Fault}")]
    private partial void LogStorage(string fault);
}
