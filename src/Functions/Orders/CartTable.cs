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
/// transaction makes orders of a cart. An emptied cart keeps its row: were it deleted, a first entry whose answer was lost could be stored
/// once more by its repetition, after it was ordered.
/// </summary>
internal sealed class CartTable(TableServiceClient tables) : ICartStore, IDisposable
{
    private const string CommandsColumn = "Commands";

    /// <summary>
    /// More commands than one person's windows send while one of them waits for its answer. Beyond that, a command that was stored would be
    /// taken for another's and be decided again.
    /// </summary>
    private const int CommandsKept = 16;

    private const int Remembered = 1_000;
    private static readonly MemoryCacheEntryOptions ForAWhile = new() { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) };

    private readonly TableClient table = tables.GetTableClient(TableNames.Orders);
    private readonly MemoryCache memory = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <inheritdoc/>
    public async Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(customer.Value, Key(user), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new Cart(row.Read<CartItem[]>(RowJson.Data), row.ETag.ToString()) { Commands = CommandsOf(row) }
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
        var command = Guid.NewGuid();
        var commanded = cart with { Commands = [command, .. cart.Commands.Take(CommandsKept - 1)] };
        try
        {
            memory.Remove((customer, user));
            if (Write(customer, user, commanded) is not { } write) return true;
            var written = await table.SubmitTransactionAsync([write], cancellationToken);
            if (written.Value[0].Headers.ETag is { } mark) memory.Set((customer, user), commanded with { Mark = mark.ToString() }, ForAWhile);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 409 or 412)
        {
            // A lost answer looks alike when the client tries again: then the cart names the command.
            return (await Read(customer, user, cancellationToken)).Commands.Contains(command);
        }
    }

    /// <summary>What stores the cart on condition that nobody changed it since it was read; null when there is nothing to store.</summary>
    internal static TableTransactionAction? Write(CustomerId customer, UserId user, Cart cart)
    {
        if (cart is { Items.Count: 0, Mark: null }) return null;
        var row = new TableEntity(customer.Value, Key(user)) { [CommandsColumn] = RowJson.Text(cart.Commands) }
            .With(RowJson.Data, RowJson.Text(cart.Items));
        return cart.Mark is { } mark ? RowActions.Replace(row, mark) : RowActions.Insert(row);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    /// <summary>Rows that were stored before carts held their commands' ids have none.</summary>
    private static Guid[] CommandsOf(TableEntity row) => row.ContainsKey(CommandsColumn) ? row.Read<Guid[]>(CommandsColumn) : [];

    private static string Key(UserId user) => $"cart-{user}";
}
