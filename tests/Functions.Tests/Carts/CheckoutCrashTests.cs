using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Catalogue.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Carts;

/// <summary>
/// The portal is killed while a cart is filled, becomes two orders, and these are prepared, cancelled and sent: never half an order, never a
/// lost or doubled one, never a doubled mail.
/// </summary>
[Collection(CrashTests.Collection)]
public sealed class CheckoutCrashTests(AzuriteFixture azurite) : CrashTests(azurite, "order", TableNames.Orders)
{
    private const string Filling = "cart";
    private const string CheckingOut = "checkout";
    private const string Following = "recaps";
    private const string Moving = "orders";

    [Fact]
    public async Task Killed_AtAnyMomentOfCheckoutOrAround_ThereAreBothOrdersOnce()
    {
        var killed = await GoesOnWhereItWas();

        // Without the moments just before and just after the transaction that makes the orders, the others would show little.
        var sides = killed
            .Where(kill => kill.Key.Stage is CheckingOut && kill.Value is { Operation: "Transaction", Resource: TableNames.Orders })
            .Select(kill => kill.Key.Before);
        if (!IsThorough) return;
        Assert.True(sides.Distinct().Count() == 2, "It was not killed on both sides of it.");
        Assert.Contains(killed, kill => kill.Key.Stage is CheckingOut && kill.Value.Resource == TableNames.Counters);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages =>
        [(Filling, 2), (CheckingOut, int.MaxValue), (Following, 18), (Moving, 8)];

    // A block of numbers is reserved by the first checkout of a process.
    /// <inheritdoc/>
    protected override string? ColdStage => CheckingOut;

    /// <inheritdoc/>
    protected override IEnumerable<string> States => Enum.GetNames<OrderState>();

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) => Task.WhenAll(
        new AssetWriter(tables).Write(
            [
                TwoCustomers.Asset("p1", customer.Value, "s1", AssetKind.Printing),
                TwoCustomers.Asset("p2", customer.Value, "s2", AssetKind.Printing),
            ],
            null,
            Stop),
        OrderPortal.Arrange(new TableConsumableStore(tables)));

    /// <summary>
    /// A customer signs in, fills the cart for printers on two sites, orders, and is told of both orders; two desks of the staff prepare the
    /// first at the same time, of whom one does; it is then cancelled; the staff sends the second.
    /// </summary>
    protected override async Task<IReadOnlyList<Followed>> Walk(CrashRun run)
    {
        run.Enter(Filling);
        await run.SignIn();
        await Fill(run, "p1", OrderPortal.Line("T-K", 2, stock: 1), OrderPortal.Line("AGR", 2));
        var version = await Fill(run, "p2", OrderPortal.Line("T-C", 1));

        run.Enter(CheckingOut);
        var answer = await Checkout(run, version);
        run.Enter(Following);
        string[] numbers = [.. Answers.Parse<CheckoutResponse>(answer).Orders.Select(order => order.Number.Value)];
        Assert.Equal(2, numbers.Distinct().Count());
        await NothingElseIsStored(run, numbers);
        await IsKnown(run, numbers);

        var placed = new Step("Placed", "Claire Aubry");
        if (!run.GoesThrough(Moving)) return [.. numbers.Select(number => new Followed(number, Ended: false, placed))];

        run.Enter(Moving);
        var prepared = await MoveTwice(
            run, numbers[0], "FullyDeliverable", comment => new { action = "MakeFullyDeliverable", comment });
        await Cancelled(run, numbers[0]);
        await Move(run, numbers[1], new { action = "MakeFullyDeliverable" });
        await Move(run, numbers[1], new { action = "Deliver", carrier = "Chronopost" });
        Assert.Equal(answer, await Checkout(run, version, looking: true));
        return
        [
            new(numbers[0], Ended: true, placed, prepared, new("Cancelled", "Claire Aubry", CancellationComment)),
            new(numbers[1], Ended: true, placed, new("FullyDeliverable", "DFM"), new("FullyDelivered", "DFM")),
        ];
    }

    /// <inheritdoc/>
    protected override async Task CheckMore(CrashRun run, IReadOnlyList<Followed> walked)
    {
        var (first, second) = (walked[0], walked[1]);
        Assert.Empty((await run.Look<CartResponse>("/api/cart")).Items);
        await IsWhole(run, first.Number, "p1", "s1", carriers: [], "1 T-K 0/2", "2 AGR 0/2");
        if (second.Ended)
        {
            Assert.Equal([$"{first.Number} Cancelled"], await Listed(run, "/api/orders?state=Cancelled"));
            Assert.Equal([$"{second.Number} FullyDelivered"], await Listed(run, "/api/orders?state=FullyDelivered"));
            await IsWhole(run, second.Number, "p2", "s2", carriers: ["Chronopost"], "1 T-C 1/1");
        }
        else
        {
            string[] newestFirst = [$"{second.Number} ExternalEntry", $"{first.Number} ExternalEntry"];
            Assert.Equal(newestFirst, await Listed(run, "/api/orders?state=ExternalEntry"));
            await IsWhole(run, second.Number, "p2", "s2", carriers: [], "1 T-C 0/1");
        }

        await NothingElseIsStored(run, walked.Select(one => one.Number));
    }

    private static async Task<string> Fill(CrashRun run, string asset, params object[] lines)
    {
        var (answer, _) = await run.Ask(() => new(HttpMethod.Put, $"/api/cart/assets/{asset}")
        {
            Content = JsonContent.Create(new { lines, comment = "Code 4512", customerReference = $"BC-{asset}" }),
        });
        return (await answer.Read<CartResponse>(HttpStatusCode.OK)).Version;
    }

    private static async Task<string> Checkout(CrashRun run, string version, bool looking = false)
    {
        var (answer, _) = await run.Ask(
            () => new(HttpMethod.Post, "/api/cart/checkout")
            {
                Content = JsonContent.Create(new { version }),
                Headers = { { "Idempotency-Key", "once" } },
            },
            looking,
            beforeAgain: () => IsOrderedOrNot(run));
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.Created, $"{(int)answer.StatusCode} {body}");
        return body;
    }

    /// <summary>Whatever a killed checkout had come to: both orders are there, or the whole cart is.</summary>
    private static async Task IsOrderedOrNot(CrashRun run)
    {
        var orders = (await run.Look<Page<OrderSummary>>("/api/orders")).Items.Select(order => order.Number.Value).ToList();
        var cart = (await run.Look<CartResponse>("/api/cart")).Items.Count;
        Assert.True((orders.Count, cart) is (0, 2) or (2, 0), $"There were {orders.Count} orders, and {cart} assets in the cart.");
        await NothingElseIsStored(run, orders);
    }

    /// <summary>All that was ordered is there, and the asset's list shows it.</summary>
    private static async Task IsWhole(CrashRun run, string number, string asset, string site, string[] carriers, params string[] lines)
    {
        var order = await run.Look<OrderResponse>($"/api/orders/{number}");
        Assert.Equal((SiteId.Parse(site), "Code 4512"), (order.Site.Id, order.Comment));
        Assert.Equal([$"{asset} BC-{asset}"], order.Assets.Select(one => $"{one.Asset.Id} {one.CustomerReference}"));
        Assert.Equal(lines, order.Lines.Select(line => $"{line.Number} {line.Reference} {line.Delivered}/{line.Quantity}"));
        Assert.Equal(carriers, order.Deliveries.Select(parcel => parcel.Carrier));

        var listed = Assert.Single((await run.Look<Page<AssetOrder>>($"/api/assets/{asset}/orders")).Items);
        Assert.Equal(number, listed.Order.Number.Value);
        Assert.Equal(lines.Length, listed.Lines.Count);
    }

    /// <summary>
    /// The customer's rows are those of these orders, their journals, and their rows in every list as they stand, with the one answer to the
    /// key, and the cart's. So there is nothing in a list that they have left. (The outbox is its own matter.)
    /// </summary>
    private static async Task NothingElseIsStored(CrashRun run, IEnumerable<string> numbers)
    {
        var expected = new List<string>();
        foreach (var number in numbers) expected.AddRange(await RowsOf(run, OrderNumber.Of(long.Parse(number, CultureInfo.InvariantCulture))));
        if (expected.Count > 0) expected.Add("the answer");
        expected.Add($"cart-{run.Person} ");

        var stored = run.Tables.GetTableClient(TableNames.Orders)
            .QueryAsync<TableEntity>(row => row.PartitionKey == run.Customer.Value, cancellationToken: Stop)
            .Where(row => !row.RowKey.StartsWith(OutboxRows.Prefix, StringComparison.Ordinal))
            .Select(row => row.RowKey.StartsWith(IdempotencyRecord.Key(new Idempotency("", "")), StringComparison.Ordinal) ? "the answer" : Shown(row));
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await stored.ToListAsync(Stop)).Order(StringComparer.Ordinal));
    }

    private static async Task<IEnumerable<string>> RowsOf(CrashRun run, OrderNumber number)
    {
        var (stored, journal) = (await new TableOrderStore(run.Tables).FindWithJournal(run.Customer, number, Stop))!;
        var schema = TableOrderStore.Schema;
        var lines = journal.Select(entry => $"{schema.JournalOf(number.Sequence)}{entry.Version:D6} ");
        return schema.Rows(stored.Value).Select(Shown).Concat(lines);
    }

    private static string Shown(TableEntity row) => $"{row.RowKey} {row.GetString(AggregateSchema<Order>.SummaryColumn)}";
}
