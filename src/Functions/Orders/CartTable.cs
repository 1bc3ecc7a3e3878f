using Azure;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Orders;

/// <summary>
/// Carts in the table <c>Orders</c>, where they become orders: a row <c>cart-{user}</c> in the customer's partition, so that one transaction
/// makes orders of a cart.
/// </summary>
internal sealed class CartTable(TableServiceClient tables) : ICartStore
{
    private readonly TableClient table = tables.GetTableClient(TableNames.Orders);

    /// <inheritdoc/>
    public async Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(customer.Value, Key(user), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? new Cart(row.Read<CartItem[]>(RowJson.Data), row.ETag.ToString()) : new Cart([], null);
    }

    /// <inheritdoc/>
    public async Task<bool> Save(CustomerId customer, UserId user, Cart cart, CancellationToken cancellationToken)
    {
        try
        {
            var write = Write(customer, user, cart);
            if (write is not null) await table.SubmitTransactionAsync([write], cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 409 or 412)
        {
            // A lost answer looks alike when the client tries again: then the cart stands as it was to be stored.
            return CartVersion.Of(await Read(customer, user, cancellationToken)) == CartVersion.Of(cart);
        }
    }

    /// <summary>What stores the cart on condition that nobody changed it since it was read; null when there is nothing to store.</summary>
    internal static TableTransactionAction? Write(CustomerId customer, UserId user, Cart cart)
    {
        var row = new TableEntity(customer.Value, Key(user));
        return (cart.Items.Count, cart.Mark) switch
        {
            (0, null) => null,
            (0, { } mark) => RowActions.Delete(row, mark),
            (_, null) => RowActions.Insert(row.With(RowJson.Data, RowJson.Text(cart.Items))),
            (_, { } mark) => RowActions.Replace(row.With(RowJson.Data, RowJson.Text(cart.Items)), mark),
        };
    }

    private static string Key(UserId user) => $"cart-{user}";
}
