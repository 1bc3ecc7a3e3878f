using Azure.Data.Tables;
using Dfm.Core.Carts;
using Dfm.Functions.Commands;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Carts.Storage;

/// <summary>
/// Carts in the table <c>Orders</c>, where they become orders: a row <c>cart-{user}</c> in the customer's partition, so that one
/// transaction makes orders of a cart. An emptied cart keeps its row: were it deleted, a first entry whose answer was lost could be stored
/// once more by its repetition, after it was ordered.
/// </summary>
public sealed class TableCartStore(TableServiceClient tables) : ICartStore
{
    private readonly TableClient table = tables.GetTableClient(TableNames.Orders);

    public async Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken) =>
        (await Load(customer, user, cancellationToken)).Cart;

    /// <summary>Somebody's cart with what a conditional write needs; one point read.</summary>
    public async Task<LoadedCart> Load(CustomerId customer, UserId user, CancellationToken cancellationToken) =>
        await table.FindRow(customer.Value, Key(user), cancellationToken) is { } row
            ? new(customer, user, new Cart(row.Read<CartItem[]>(RowJson.Data)), row.ETag.ToString(), CommandIds.Of(row))
            : new(customer, user, new Cart([]), null, []);

    /// <summary>Stores what a command has made of a cart, on condition that nobody has changed it since it was read.</summary>
    public static void Write(UnitOfWork unit, LoadedCart read, Cart cart)
    {
        if (cart.Items.Count == 0 && read.ETag is null) return;
        var row = new TableEntity(read.Customer.Value, Key(read.User)).With(RowJson.Data, RowJson.Text(cart.Items));
        unit.Write(row, read.ETag, read.Commands);
    }

    /// <summary>The row key of somebody's cart.</summary>
    public static string Key(UserId user) => $"cart-{user}";
}

/// <summary>Somebody's cart as it was read.</summary>
/// <param name="ETag">The row's; null where nothing was ever stored.</param>
/// <param name="Commands">See <see cref="CommandIds"/>.</param>
public sealed record LoadedCart(CustomerId Customer, UserId User, Cart Cart, string? ETag, IReadOnlyList<Guid> Commands);
