using Azure;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Dfm.Functions.Orders;

/// <summary>
/// Carts in the table <c>Orders</c>, where they become orders: a row <c>cart-{user}</c> in the customer's partition, so that one
/// transaction makes orders of a cart.
/// </summary>
internal sealed class CartTable(TableServiceClient tables) : ICartStore, IDisposable
{
    private const int Remembered = 1_000;
    private static readonly MemoryCacheEntryOptions ForAWhile = new() { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) };

    private readonly TableClient table = tables.GetTableClient(TableNames.Orders);
    private readonly MemoryCache memory = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <inheritdoc/>
    public async Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(customer.Value, Key(user), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new Cart(row.Read<CartItem[]>(RowJson.Data), row.ETag.ToString())
            : new Cart([], null);
    }

    /// <inheritdoc/>
    public Cart? Recall(CustomerId customer, UserId user)
    {
        var cart = memory.Get<Cart>((customer, user));
        memory.Remove((customer, user));
        return cart;
    }

    /// <inheritdoc/>
    public async Task<bool> Save(CustomerId customer, UserId user, Cart cart, CancellationToken cancellationToken)
    {
        try
        {
            memory.Remove((customer, user));
            if (Write(customer, user, cart) is not { } write) return true;
            var written = await table.SubmitTransactionAsync([write], cancellationToken);
            if (written.Value[0].Headers.ETag is { } mark) memory.Set((customer, user), cart with { Mark = mark.ToString() }, ForAWhile);
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

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private static string Key(UserId user) => $"cart-{user}";
}
