using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Core.Tests.Orders;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Races;

/// <summary>A cart, and what was ordered from it.</summary>
/// <param name="Number">Of its owner, and of the two assets that it is for, a and b.</param>
/// <param name="Wanted">How many toners for which asset, e.g. <c>a:3 b:1</c>.</param>
/// <param name="Ordered">The same of each order.</param>
public sealed record CartAndOrders(long Number, string Wanted, string Ordered);

/// <summary>Something that a cart's owner does in one of two windows.</summary>
public abstract record CartCommand;

/// <summary>Enters how many toners are wanted for an asset.</summary>
public sealed record EnterToners(string Asset, int Toners) : CartCommand;

/// <summary>Takes out what is wanted for an asset.</summary>
public sealed record RemoveAsset(string Asset) : CartCommand;

/// <summary>Orders the cart as it was seen.</summary>
public sealed record OrderCart(string Seen) : CartCommand;

/// <summary>Two commands on one cart at the same instant, from two windows.</summary>
public sealed class CartRaceTests(AzuriteFixture azurite) : RaceTests<CartAndOrders, CartCommand>(azurite, TableNames.Orders)
{
    private static readonly CustomerId Customer = CustomerId.Parse("C1");
    private static readonly string[] Carts = ["", "a:3", "a:3 b:1"];

    private ICartStore Stored => Portal.Services.GetRequiredService<ICartStore>();

    private IOrderStore Orders => Portal.Services.GetRequiredService<IOrderStore>();

    /// <inheritdoc/>
    protected override IEnumerable<CartAndOrders> InEachState(long number) => Carts.Select(wanted => new CartAndOrders(number, wanted, ""));

    /// <inheritdoc/>
    protected override IReadOnlyList<CartCommand> CommandsOf(Side side)
    {
        var toners = side == Sides[0] ? 4 : 5;
        return [new EnterToners("a", toners), new EnterToners("b", toners), new RemoveAsset("a"), .. Carts.Select(seen => new OrderCart(seen))];
    }

    /// <inheritdoc/>
    protected override Result<Accepted> Decide(CartAndOrders aggregate, CartCommand command)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        var wanted = new SortedDictionary<string, int>(Read(aggregate.Wanted).ToDictionary());
        switch (command)
        {
            case EnterToners enter:
                wanted[enter.Asset] = enter.Toners;
                return Comes(aggregate with { Wanted = Text(wanted) }, HttpStatusCode.OK);
            case RemoveAsset remove:
                if (!wanted.Remove(remove.Asset)) return CartProblems.ItemNotFound;
                return Comes(aggregate with { Wanted = Text(wanted) }, HttpStatusCode.NoContent);
            case OrderCart order:
                if (order.Seen != aggregate.Wanted) return CartProblems.Changed([]);
                if (wanted.Count == 0) return CartProblems.Empty;
                return Comes(aggregate with { Wanted = "", Ordered = aggregate.Wanted }, HttpStatusCode.Created);
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, "A command without a rule.");
        }

        static Accepted Comes(CartAndOrders cart, HttpStatusCode status) => new(cart, null, $"{(int)status}", []);
    }

    /// <inheritdoc/>
    protected override async Task Store(IReadOnlyList<CartAndOrders> aggregates)
    {
        ArgumentNullException.ThrowIfNull(aggregates);
        await OrderPortal.Arrange(Portal.Services.GetRequiredService<IConsumableStore>());
        await TwoCustomers.Write(Portal, [.. aggregates.SelectMany(cart => new[] { AssetOf(cart.Number, "a"), AssetOf(cart.Number, "b") })]);
        var writing = new UnitOfWork(Customer.Value, Guid.NewGuid());
        foreach (var cart in aggregates)
            TableCartStore.Write(writing, new LoadedCart(Customer, OwnerOf(cart.Number), new Cart([]), null, []), CartOf(cart.Number, cart.Wanted));
        await ManyRows.Write(
            Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Orders),
            writing.Actions().Select(write => (TableEntity)write.Entity));
    }

    /// <inheritdoc/>
    protected override string RowKey(long number) => $"cart-{OwnerOf(number)}";

    /// <inheritdoc/>
    protected override async Task<string> Give(CartAndOrders aggregate, CartCommand command)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        using var window = Portal.ClientOf(TwoCustomers.Person(OwnerOf(aggregate.Number).Value, "C1", Profile.Supervisor));
        using var answer = command switch
        {
            EnterToners enter => await window.PutAsJsonAsync(
                Part(enter.Asset), new { lines = new[] { OrderPortal.Line("T-K", enter.Toners) } }, Stop),
            RemoveAsset remove => await window.DeleteAsync(Part(remove.Asset), Stop),
            OrderCart order => await OrderPortal.Checkout(window, CartVersion.Of(CartOf(aggregate.Number, order.Seen))),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command that nobody can give."),
        };
        return answer.IsSuccessStatusCode ? $"{(int)answer.StatusCode}" : await Answer(answer);

        Uri Part(string asset) => new($"/api/cart/assets/{AssetOf(aggregate.Number, asset).Id}", UriKind.Relative);
    }

    /// <inheritdoc/>
    protected override async Task<(CartAndOrders Stands, IEnumerable<string> Lines)> Read(CartAndOrders stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var cart = await Stored.Read(Customer, OwnerOf(stored.Number), Stop);
        var ofA = await Orders.ListOfAsset(Customer, AssetOf(stored.Number, "a").Id, null, 10, Stop);
        var ofB = await Orders.ListOfAsset(Customer, AssetOf(stored.Number, "b").Id, null, 10, Stop);
        var orders = new List<string>();
        foreach (var number in ofA.Items.Concat(ofB.Items).Select(one => one.Order.Number).Distinct())
        {
            var order = (await Orders.Find(Customer, number, Stop))!.Value;
            orders.Add(Text(order.Lines.Select(line => (line.Asset!.Value, line.Quantity))));
        }

        var wanted = Text(cart.Items.Select(item => (item.Asset.Asset, item.Lines[0].Quantity)));
        return (new CartAndOrders(stored.Number, wanted, string.Join("; ", orders)), []);
    }

    /// <inheritdoc/>
    protected override string Text(CartAndOrders aggregate) => aggregate.ToString();

    private static UserId OwnerOf(long number) => UserId.Parse($"owner{number}");

    private static Asset AssetOf(long number, string asset) => TwoCustomers.Asset($"{asset}{number}", "C1", "S1", AssetKind.Printing);

    private static Cart CartOf(long number, string wanted) => new(
        [
            .. Read(wanted).Select(part => SampleOrders.Item($"{part.Key}{number}", lines: SampleOrders.Line(SampleOrders.Black, part.Value)))
                // That of the catalogue.
                .Select(item => item with { Asset = item.Asset with { Model = "IM C3000" } }),
        ]);

    private static IEnumerable<KeyValuePair<string, int>> Read(string wanted) => wanted
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => KeyValuePair.Create(part[..1], int.Parse(part[2..], CultureInfo.InvariantCulture)));

    private static string Text(IEnumerable<KeyValuePair<string, int>> wanted) => string.Join(' ', wanted.Select(part => $"{part.Key}:{part.Value}"));

    private static string Text(IEnumerable<(AssetId Asset, int Toners)> wanted) =>
        string.Join(' ', wanted.Select(part => $"{part.Asset.Value[..1]}:{part.Toners}").Order(StringComparer.Ordinal));
}
