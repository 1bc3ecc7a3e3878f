using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Dfm.Testing;

namespace Dfm.Benchmarks;

/// <summary>
/// Recorded operations, made again with nothing but the SDKs: the same kinds on entities, blobs and messages of the same size, in tables,
/// containers and queues of their own. What the recorded DIT created is created each time under another key; what it only read or changed
/// is there from the beginning.
/// </summary>
internal sealed class BareOperations
{
    private static readonly TimeSpan Lock = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyList<StorageRequest> requests;
    private readonly Dictionary<string, TableClient> tables = [];
    private readonly Dictionary<string, QueueClient> queues = [];
    private readonly BlobContainerClient container;
    private readonly HashSet<(string, string, string)> created;
    private readonly byte[] blob;
    private readonly string message;
    private int last;

    private BareOperations(StorageAccount storage, string name, IReadOnlyList<StorageRequest> requests)
    {
        this.requests = requests;
        foreach (var table in Tables(requests)) tables[table] = storage.Tables().GetTableClient($"{name}{table}");
        foreach (var queue in requests.Where(request => request.Service == StorageService.Queue).Select(request => request.Resource).Distinct())
            queues[queue] = storage.Queues().GetQueueClient($"{name}-{queue}");
        container = storage.Blobs().GetBlobContainerClient(name);
        created = [.. Flat(requests).Where(request => request.Operation is "Insert" or "UpsertReplace" or "UpsertMerge").Select(Key)];
        blob = requests.FirstOrDefault(request => request.Operation == "PutBlob") is { } put ? PortalClient.MakePicture((int)put.Length!) : [];
        message = new string('m', (int)(requests.FirstOrDefault(request => request.Operation == "PutMessage")?.Length ?? 0));
    }

    /// <summary>Makes the tables, the queues and what has to be there before; <paramref name="name"/> sets them apart.</summary>
    public static async Task<BareOperations> Prepare(StorageAccount storage, string name, IReadOnlyList<StorageRequest> requests)
    {
        var bare = new BareOperations(storage, name, requests);
        await bare.container.CreateIfNotExistsAsync();
        foreach (var queue in bare.queues.Values) await queue.CreateIfNotExistsAsync();
        foreach (var (original, table) in bare.tables)
        {
            await table.CreateIfNotExistsAsync();
            var source = storage.Tables().GetTableClient(original);
            foreach (var (_, partition, row) in Flat(requests).Select(Key).Where(key => key.Table == original).Except(bare.created))
            {
                if (await source.GetEntityIfExistsAsync<TableEntity>(partition, row) is { HasValue: true } found)
                    await table.UpsertEntityAsync(found.Value!, TableUpdateMode.Replace);
            }

            foreach (var query in requests.Where(request => request.Operation == "Query" && request.Resource == original))
            {
                await foreach (var found in source.QueryAsync<TableEntity>(query.Filter))
                    await table.UpsertEntityAsync(found, TableUpdateMode.Replace);
            }
        }

        return bare;
    }

    /// <summary>Puts back what the operations take away.</summary>
    public async Task Restore()
    {
        foreach (var deleted in Flat(requests).Where(request => request.Operation == "Delete").Where(request => !created.Contains(Key(request))))
        {
            var row = new TableEntity(deleted.PartitionKey, deleted.RowKey);
            await tables[deleted.Resource].UpsertEntityAsync(row, TableUpdateMode.Replace);
        }
    }

    /// <summary>All operations, one after the other.</summary>
    public async Task Perform()
    {
        var suffix = $"-{Interlocked.Increment(ref last)}";
        QueueMessage? held = null;
        foreach (var request in requests)
        {
            switch (request.Service)
            {
                case StorageService.Blob:
                    await PerformBlob(request, suffix);
                    break;
                case StorageService.Queue:
                    held = await PerformQueue(request, queues[request.Resource], held);
                    break;
                default:
                    await PerformTable(request, tables[request.Resource], suffix);
                    break;
            }
        }
    }

    private static IEnumerable<string> Tables(IReadOnlyList<StorageRequest> requests) =>
        requests.Where(request => request.Service == StorageService.Table).Select(request => request.Resource).Distinct();

    private static IEnumerable<StorageRequest> Flat(IEnumerable<StorageRequest> requests) =>
        requests.SelectMany(request => request.Operation == "Transaction" ? request.Entities : [request])
            .Where(request => request.PartitionKey is not null);

    private static (string Table, string Partition, string Row) Key(StorageRequest request) =>
        (request.Resource, request.PartitionKey!, request.RowKey!);

    private static TableTransactionActionType Kind(string operation) => operation switch
    {
        "Insert" => TableTransactionActionType.Add,
        "Replace" => TableTransactionActionType.UpdateReplace,
        "Merge" => TableTransactionActionType.UpdateMerge,
        "UpsertReplace" => TableTransactionActionType.UpsertReplace,
        "UpsertMerge" => TableTransactionActionType.UpsertMerge,
        "Delete" => TableTransactionActionType.Delete,
        _ => throw new NotSupportedException(operation),
    };

    private async Task PerformBlob(StorageRequest request, string suffix)
    {
        if (request.Operation != "PutBlob") throw new NotSupportedException(request.ToString());
        await container.GetBlobClient(request.Key + suffix).UploadAsync(new MemoryStream(blob));
    }

    private async Task<QueueMessage?> PerformQueue(StorageRequest request, QueueClient queue, QueueMessage? held)
    {
        switch (request.Operation)
        {
            case "PutMessage":
                await queue.SendMessageAsync(message);
                return held;
            case "GetMessages":
                return (await queue.ReceiveMessageAsync(Lock)).Value;
            case "DeleteMessage":
                await queue.DeleteMessageAsync(held!.MessageId, held.PopReceipt);
                return null;
            default:
                throw new NotSupportedException(request.ToString());
        }
    }

    private async Task PerformTable(StorageRequest request, TableClient table, string suffix)
    {
        switch (request.Operation)
        {
            case "Transaction":
                await table.SubmitTransactionAsync(request.Entities.Select(
                    entity => new TableTransactionAction(Kind(entity.Operation), Entity(entity, suffix), ETag.All)));
                break;
            case "Get":
                var (partition, row) = KeysOf(request, suffix);
                await table.GetEntityIfExistsAsync<TableEntity>(partition, row);
                break;
            case "Query":
                await foreach (var _ in table.QueryAsync<TableEntity>(request.Filter))
                {
                    // Read to the end.
                }

                break;
            case "Insert":
                await table.AddEntityAsync(Entity(request, suffix));
                break;
            case "Replace" or "Merge":
                await table.UpdateEntityAsync(Entity(request, suffix), ETag.All, Mode(request));
                break;
            case "UpsertReplace" or "UpsertMerge":
                await table.UpsertEntityAsync(Entity(request, suffix), Mode(request));
                break;
            case "Delete":
                var deleted = KeysOf(request, suffix);
                await table.DeleteEntityAsync(deleted.Partition, deleted.Row, ETag.All);
                break;
            default:
                throw new NotSupportedException(request.ToString());
        }
    }

    private static TableUpdateMode Mode(StorageRequest request) =>
        request.Operation.EndsWith("Merge", StringComparison.Ordinal) ? TableUpdateMode.Merge : TableUpdateMode.Replace;

    /// <summary>What the DIT created stands under a key of its own each time; what others read too, under the one that it has.</summary>
    private (string Partition, string Row) KeysOf(StorageRequest request, string suffix) =>
        created.Contains(Key(request)) ? (request.PartitionKey!, request.RowKey + suffix) : (request.PartitionKey!, request.RowKey!);

    private TableEntity Entity(StorageRequest request, string suffix)
    {
        var (partition, row) = KeysOf(request, suffix);
        var entity = new TableEntity(partition, row);
        if (request.Body is null) return entity;
        var json = JsonElement.Parse(request.Body);
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name is "PartitionKey" or "RowKey" || property.Name.Contains("odata", StringComparison.Ordinal)) continue;
            var type = json.TryGetProperty(property.Name + "@odata.type", out var named) ? named.GetString() : null;
            entity[property.Name] = Value(property.Value, type);
        }

        return entity;
    }

    private static object? Value(JsonElement value, string? type) => (type, value.ValueKind) switch
    {
        ("Edm.Int64", _) => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.DateTime", _) => value.GetDateTimeOffset(),
        ("Edm.Binary", _) => value.GetBytesFromBase64(),
        ("Edm.Guid", _) => value.GetGuid(),
        (_, JsonValueKind.String) => value.GetString(),
        (_, JsonValueKind.Number) => value.TryGetInt32(out var whole) ? whole : value.GetDouble(),
        (_, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        (_, JsonValueKind.Null) => null,
        _ => throw new NotSupportedException($"{type} {value.ValueKind}"),
    };
}
