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
    private const string CommandsColumn = "Commands";

    /// <summary>
    /// More commands than one person's windows send while one of them waits for its answer. Beyond that, a command that was stored would be
    /// taken for another's and be decided again.
    /// </summary>
    private const int CommandsKept = 16;

    private readonly TableClient table = tables.GetTableClient(TableNames.Orders);

    public async Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken) =>
        (await Load(customer, user, cancellationToken)).Cart;

    /// <summary>Somebody's cart with what a conditional write needs; one point read.</summary>
    public async Task<LoadedCart> Load(CustomerId customer, UserId user, CancellationToken cancellationToken) =>
        await table.FindRow(customer.Value, Key(user), cancellationToken) is { } row
            ? new(customer, user, new Cart(row.Read<CartItem[]>(RowJson.Data)), row.ETag.ToString(), CommandsOf(row))
            : new(customer, user, new Cart([]), null, []);

    /// <summary>Stores what a command has made of a cart, on condition that nobody has changed it since it was read.</summary>
    public static void Write(UnitOfWork unit, LoadedCart read, Cart cart)
    {
        if (cart.Items.Count == 0 && read.ETag is null) return;
        var key = Key(read.User);
        Guid[] commands = [unit.TryId, .. read.Commands.Take(CommandsKept - 1)];
        var row = new TableEntity(read.Customer.Value, key) { [CommandsColumn] = RowJson.Text(commands) }
            .With(RowJson.Data, RowJson.Text(cart.Items));
        unit.Write(read.ETag is { } etag ? RowActions.Replace(row, etag) : RowActions.Insert(row));
        unit.ProveBy(key, CommandsColumn);
    }

    /// <summary>Rows that were stored before carts held their commands' ids have none.</summary>
    private static Guid[] CommandsOf(TableEntity row) => row.ContainsKey(CommandsColumn) ? row.Read<Guid[]>(CommandsColumn) : [];

    private static string Key(UserId user) => $"cart-{user}";
}

/// <summary>Somebody's cart as it was read.</summary>
/// <param name="ETag">The row's; null where nothing was ever stored.</param>
/// <param name="Commands">The ids of the last commands that wrote it, the latest first, by which a lost response is recognised.</param>
public sealed record LoadedCart(CustomerId Customer, UserId User, Cart Cart, string? ETag, IReadOnlyList<Guid> Commands);
