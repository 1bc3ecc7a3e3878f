using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Storage;

/// <summary>API keys in the table <c>ApiKeys</c>, in one partition, since they are few: a row for each, by its id.</summary>
public sealed class TableApiKeyStore(TableServiceClient service) : IApiKeyStore
{
    private const string Partition = "keys";
    private const string UsedAt = "UsedAt";
    private const string RevokedAt = "RevokedAt";

    private readonly TableClient table = service.GetTableClient(TableNames.ApiKeys);

    public async Task<ApiKey?> Find(string id, CancellationToken cancellationToken) =>
        await table.FindRow(Partition, id, cancellationToken) is { } row ? ToKey(row) : null;

    public async Task<IReadOnlyList<ApiKey>> List(CancellationToken cancellationToken)
    {
        var found = new List<ApiKey>();
        await foreach (var row in table.All(Partition, "", columns: null, cancellationToken)) found.Add(ToKey(row));
        return found;
    }

    public async Task<bool> Add(ApiKey key, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(ToRow(key), cancellationToken);
            return true;
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    public Task Save(ApiKey key, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(ToRow(key), TableUpdateMode.Replace, cancellationToken);

    public Task NoteUse(string id, DateTimeOffset at, CancellationToken cancellationToken) => Merge(id, UsedAt, at, cancellationToken);

    public Task Revoke(string id, DateTimeOffset at, CancellationToken cancellationToken) => Merge(id, RevokedAt, at, cancellationToken);

    private async Task Merge(string id, string column, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(new TableEntity(Partition, id) { [column] = at }, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // There is no such key.
        }
    }

    private static TableEntity ToRow(ApiKey key) => new(Partition, key.Id)
    {
        ["SecretHash"] = key.SecretHash,
        ["Name"] = key.Name,
        ["Scopes"] = string.Join(' ', key.Scopes),
        ["CreatedAt"] = key.CreatedAt,
        ["CreatedBy"] = key.CreatedBy,
        [UsedAt] = key.UsedAt,
        [RevokedAt] = key.RevokedAt,
    };

    private static ApiKey ToKey(TableEntity row) => new(row.RowKey, row.GetString("SecretHash"), row.GetString("Name"), row.GetString("Scopes").Split(' '))
    {
        CreatedAt = row.GetDateTimeOffset("CreatedAt"),
        CreatedBy = row.GetString("CreatedBy"),
        UsedAt = row.GetDateTimeOffset(UsedAt),
        RevokedAt = row.GetDateTimeOffset(RevokedAt),
    };
}
