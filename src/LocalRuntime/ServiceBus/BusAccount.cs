using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Dfm.LocalRuntime.Worker;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>The storage account that keeps the queues of one connection. Shared by all who use the same connection string.</summary>
internal sealed class BusAccount
{
    private const string TableName = "LocalServiceBus";

    private static readonly ConcurrentDictionary<string, BusAccount> Opened = new();

    private readonly QueueServiceClient queues;
    private readonly TableServiceClient tables;
    private readonly ConcurrentDictionary<string, Once<QueueClient>> created = new();
    private readonly ConcurrentDictionary<string, Signal> signals = new();
    private readonly Once<TableClient> table;

    /// <summary>An account that shares nothing in memory with others, as in a process of its own.</summary>
    /// <param name="connectionString">How to reach it.</param>
    /// <param name="policy">Sees every request; null for none.</param>
    internal BusAccount(string connectionString, HttpPipelinePolicy? policy = null)
    {
        var queueOptions = StorageOptions.Local(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        var tableOptions = StorageOptions.Local(new TableClientOptions());
        if (policy is not null)
        {
            queueOptions.AddPolicy(policy, HttpPipelinePosition.PerRetry);
            tableOptions.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        queues = new QueueServiceClient(connectionString, queueOptions);
        tables = new TableServiceClient(connectionString, tableOptions);
        table = new Once<TableClient>(CreateTableAsync);
    }

    public static BusAccount Open(string connectionString) => Opened.GetOrAdd(connectionString, text => new BusAccount(text));

    public Signal Signal(string storageQueue) => signals.GetOrAdd(storageQueue, _ => new Signal());

    /// <summary>The storage queue, created at its first use.</summary>
    public ValueTask<QueueClient> QueueAsync(string storageQueue) =>
        created.GetOrAdd(storageQueue, name => new Once<QueueClient>(() => CreateQueueAsync(name))).GetAsync();

    /// <summary>The table beside the queues, created at its first use.</summary>
    public ValueTask<TableClient> TableAsync() => table.GetAsync();

    /// <summary>The names of the account's queues that begin with <paramref name="prefix"/>.</summary>
    public async Task<IReadOnlyList<string>> QueueNamesAsync(string prefix, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var queue in queues.GetQueuesAsync(prefix: prefix, cancellationToken: cancellationToken))
            names.Add(queue.Name);
        return names;
    }

    private async Task<QueueClient> CreateQueueAsync(string name)
    {
        var queue = queues.GetQueueClient(name);
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    private async Task<TableClient> CreateTableAsync()
    {
        var client = tables.GetTableClient(TableName);
        await client.CreateIfNotExistsAsync();
        return client;
    }
}
