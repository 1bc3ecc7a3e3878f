using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts;

/// <summary>API keys in the table <c>ApiKeys</c>: partition the key's id, row <c>key</c>.</summary>
internal sealed class TableApiKeyStore(TableServiceClient service) : IApiKeyStore
{
    private const string KeyRow = "key";

    private readonly TableClient table = service.GetTableClient(TableNames.ApiKeys);

    /// <inheritdoc/>
    public async Task<ApiKey?> Find(string id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(id, KeyRow, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new ApiKey(id, row.GetString("SecretHash"), row.GetString("Name"), row.GetString("Scopes").Split(' '))
            : null;
    }

    /// <inheritdoc/>
    public Task Save(ApiKey key, CancellationToken cancellationToken)
    {
        var row = new TableEntity(key.Id, KeyRow)
        {
            ["SecretHash"] = key.SecretHash,
            ["Name"] = key.Name,
            ["Scopes"] = string.Join(' ', key.Scopes),
        };
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
