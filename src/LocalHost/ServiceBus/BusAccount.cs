using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// The storage account that keeps the queues: one table, with a partition for each queue and a row for each message. Exactly one process
/// owns the queues, and in it one of these: it reads the table once, and then only writes. What another process wrote would go unseen
/// until the next start.
/// </summary>
/// <param name="connection">Tells how to reach the storage, at the first use.</param>
/// <param name="time">The clock of locks and schedules; null for the machine's.</param>
internal sealed class BusAccount(Func<string> connection, TimeProvider? time = null)
{
    /// <summary>How long a message's id is remembered.</summary>
    public static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(10);

    /// <summary>How many messages can be sent together.</summary>
    public const int LargestTransaction = 100;

    private readonly Lock guard = new();
    private readonly ConcurrentDictionary<string, BusQueue> queues = new();
    private readonly Lazy<TableClient> table = new(() => Connect(connection()));
    private Task? loading;

    public string ConnectionString => connection();

    public TimeProvider Time => time ?? TimeProvider.System;

    /// <summary>The queues that have messages or were used, once <see cref="LoadAsync"/> has completed.</summary>
    public IEnumerable<BusQueue> Queues => queues.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal);

    /// <summary>A queue, with what the table has of it.</summary>
    public async Task<BusQueue> QueueAsync(string name)
    {
        // The name stands in the addresses of the queue's pages.
        if (!name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            throw new ArgumentException($"A queue's name has lower-case letters, digits and hyphens here; '{name}' has others.");
        await LoadAsync();
        return queues.GetOrAdd(name, new BusQueue(this, name));
    }

    /// <summary>Reads the table, once; creates it if need be. What failed is tried again at the next use.</summary>
    public Task LoadAsync()
    {
        lock (guard) return loading is null or { IsFaulted: true } ? loading = TranslatedAsync(ReadTableAsync) : loading;
    }

    /// <summary>Writes rows, all of them or none. It may be done twice, as when the answer of the first request was lost.</summary>
    public Task WriteAsync(string queue, IReadOnlyList<BusRow> rows, CancellationToken cancellationToken) => TranslatedAsync(() => rows is [var row]
        ? table.Value.UpsertEntityAsync(row.ToEntity(queue), TableUpdateMode.Replace, cancellationToken)
        : table.Value.SubmitTransactionAsync(
            rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row.ToEntity(queue))), cancellationToken));

    // Short retries, as the storage is on this machine; and no traces of what is not the application's own.
    private static TableClient Connect(string connectionString) => new(connectionString, "LocalServiceBus", new TableClientOptions
    {
        Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(1) },
        Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false },
    });

    private async Task ReadTableAsync()
    {
        await table.Value.CreateIfNotExistsAsync();
        var found = new List<TableEntity>();
        await foreach (var row in table.Value.QueryAsync<TableEntity>()) found.Add(row);
        var remembered = (Time.GetUtcNow() - DuplicateWindow).UtcTicks;
        foreach (var queue in found.GroupBy(row => row.PartitionKey, row => (Entity: row, Row: BusRow.Read(row))))
        {
            var rows = queue.ToLookup(one => one.Row.State == MessageState.Done && one.Row.Sequence < remembered);
            foreach (var old in rows[true].Chunk(LargestTransaction))
                await table.Value.SubmitTransactionAsync(old.Select(one => new TableTransactionAction(TableTransactionActionType.Delete, one.Entity)));
            queues[queue.Key] = new BusQueue(this, queue.Key, rows[false].Select(one => one.Row));
        }
    }

    /// <summary>Storage's failures as Service Bus would report them.</summary>
    private static async Task TranslatedAsync(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            // The second is what the storage client throws after its retries.
            throw new ServiceBusException(
                $"The storage behind the queue failed: {failure.Message}", ServiceBusFailureReason.ServiceCommunicationProblem, null, failure);
        }
    }
}
