using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Storage;

/// <summary>API keys in the table <c>ApiKeys</c>: partition the key's id, row <c>key</c>.</summary>
public sealed class TableApiKeyStore(TableServiceClient service) : IApiKeyStore
{
    private const string KeyRow = "key";

    private readonly TableClient table = service.GetTableClient(TableNames.ApiKeys);

    public async Task<ApiKey?> Find(string id, CancellationToken cancellationToken) =>
        await table.FindRow(id, KeyRow, cancellationToken) is { } row
            ? new ApiKey(id, row.GetString("SecretHash"), row.GetString("Name"), row.GetString("Scopes").Split(' '))
            : null;

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
