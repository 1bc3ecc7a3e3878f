using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Orders;

/// <summary>
/// Carts in the table <c>Orders</c>, where they become orders: the rows <c>cart-{user}~{asset}</c> of the customer's partition. Each asset's
/// part is a row of its own, so that two windows that fill in two assets do not get in each other's way.
/// </summary>
internal sealed class CartTable(TableServiceClient tables) : ICartStore
{
    private const string Data = "Data";

    private readonly TableClient table = tables.GetTableClient(TableNames.Orders);

    /// <inheritdoc/>
    public async Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken)
    {
        var items = new List<CartItem>();
        using var version = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var row in table.All(customer.Value, KeysOf(user), null, cancellationToken))
        {
            items.Add(JsonSerializer.Deserialize<CartItem>(row.GetString(Data), StorageJson.Options)!);
            version.AppendData(Encoding.UTF8.GetBytes($"{row.RowKey} {row.ETag}\n"));
        }

        return new(items, items.Count == 0 ? "" : Convert.ToHexStringLower(version.GetHashAndReset().AsSpan(0, 16)));
    }

    /// <inheritdoc/>
    public Task Put(CustomerId customer, UserId user, CartItem item, CancellationToken cancellationToken)
    {
        var row = new TableEntity(customer.Value, KeyOf(user, item.Asset.Asset)) { [Data] = JsonSerializer.Serialize(item, StorageJson.Options) };
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> Remove(CustomerId customer, UserId user, AssetId asset, CancellationToken cancellationToken) =>
        (await table.DeleteEntityAsync(customer.Value, KeyOf(user, asset), ETag.All, cancellationToken)).Status != 404;

    private static string KeysOf(UserId user) => $"cart-{user}~";

    private static string KeyOf(UserId user, AssetId asset) => KeysOf(user) + asset;
}
