using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// The storage account that keeps the queues of one connection: one table, with a partition for each queue and a row for each message.
/// All in one process that use the same connection share one.
/// </summary>
internal sealed partial class BusAccount
{
    private const string TableName = "LocalServiceBus";
    private const int Retries = 3;

    private static readonly ConcurrentDictionary<string, BusAccount> Opened = new();

    private readonly ConcurrentDictionary<string, BusQueue> queues = new();
    private readonly TableClient table;
    private Task? created;

    /// <summary>An account that shares nothing in memory with others, as in a process of its own.</summary>
    /// <param name="connectionString">How to reach the storage.</param>
    /// <param name="options">The properties of its queues.</param>
    /// <param name="time">The clock of locks and schedules.</param>
    /// <param name="policy">Sees every storage request; null for none.</param>
    internal BusAccount(string connectionString, BusOptions options, TimeProvider? time = null, HttpPipelinePolicy? policy = null)
    {
        Options = options;
        Time = time ?? TimeProvider.System;
        // Short retries, as the storage is on this machine; and no traces of what is not the application's own.
        var client = new TableClientOptions
        {
            Retry = { MaxRetries = Retries, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(1) },
            Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false },
        };
        if (policy is not null) client.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        table = new TableServiceClient(connectionString, client).GetTableClient(TableName);
    }

    /// <summary>The properties of its queues.</summary>
    public BusOptions Options { get; }

    /// <summary>The clock of locks and schedules.</summary>
    public TimeProvider Time { get; }

    /// <summary>The account of this process; the options of its first use hold.</summary>
    public static BusAccount Open(string connectionString, BusOptions options) =>
        Opened.GetOrAdd(connectionString, text => new BusAccount(text, options));

    /// <summary>A queue; it exists as soon as a message was sent.</summary>
    /// <exception cref="ArgumentException">The name is none that a queue may have here.</exception>
    public BusQueue Queue(string name) => QueueName().IsMatch(name)
        ? queues.GetOrAdd(name, one => new BusQueue(this, one))
        : throw new ArgumentException(
            $"A queue's name is 1 to 60 lower-case letters, digits and single hyphens here; '{name}' is not.", nameof(name));

    /// <summary>A message that this process has locked; null when it has none with this token.</summary>
    public Delivery? Find(Guid lockToken)
    {
        foreach (var queue in queues.Values)
        {
            if (queue.Find(lockToken) is { } delivery) return delivery;
        }

        return null;
    }

    /// <summary>The table, for those who know that it exists.</summary>
    public TableClient Table => table;

    /// <summary>The table, created at its first use.</summary>
    public async ValueTask<TableClient> TableAsync()
    {
        var creating = Volatile.Read(ref created);
        if (creating is null || creating.IsFaulted)
        {
            creating = table.CreateIfNotExistsAsync();
            Volatile.Write(ref created, creating);
        }

        await creating;
        return table;
    }

    /// <summary>What is in the queues, by name, with those that this process only knows of. It is one request, which reads every row.</summary>
    public async Task<IReadOnlyList<QueueState>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"State ne {BusRow.Done}");
        await foreach (var row in (await TableAsync()).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) found.Add(row);
        var rows = found.ToLookup(row => row.PartitionKey, BusRow.Read);
        return [.. rows.Select(queue => queue.Key).Union(queues.Keys).Order(StringComparer.Ordinal)
            .Select(queue => QueueState.Of(queue, rows[queue], Time.GetUtcNow()))];
    }

    [GeneratedRegex("^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex QueueName();
}
