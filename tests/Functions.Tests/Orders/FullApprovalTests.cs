using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Orders;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Orders;

/// <summary>The largest cart that there can be: what becomes of it fits into one transaction, and each row into its columns.</summary>
public sealed class FullApprovalTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int TransactionLimit = 100;
    private static readonly CustomerId Customer = CustomerId.Parse("c1");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private ApprovalTable approvals = null!;
    private CartTable carts = null!;
    private OrderTable orders = null!;

    public async ValueTask InitializeAsync()
    {
        var service = new TableServiceClient(azurite.NewAccount().ConnectionString);
        await service.CreateTableAsync(TableNames.Orders, Stop);
        (approvals, carts, orders) = (new ApprovalTable(service), new CartTable(service), new OrderTable(service));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void TheTransactions_HaveRoomForTheLargestCart()
    {
        // Itself, its journal, its three lists, the outbox and the cart; the answer's row comes on top.
        Assert.Equal(7, Rows(Full).Added(new Cart([], "mark")).Count());
        // Itself, its journal, two lists left and three entered, the outbox; and an order for each asset: itself, its journal, its outbox, the
        // lists of its site, its asset, its state, and both.
        var approving = Rows(Approved.Approval).Changed(new(Full, "mark"), Approved.Placed, null).Count();
        Assert.Equal(8 + (7 * Cart.MaxAssets), approving);
        Assert.InRange(approving, 1, TransactionLimit);
        // And the cart.
        Assert.Equal(9, Rows(Refused.Approval).Changed(new(Full, "mark"), [], new Cart(Full.Items, "mark")).Count());
    }

    [Fact]
    public void ItsMail_FitsAMessage()
    {
        var mail = ApprovalMails.Requested(Full, Full.RequestedBy);

        // Service Bus takes 256 KB with a message's properties.
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(mail, MailJson.Options).Length, 30_000, 128 * 1024);
    }

    [Fact]
    public async Task TheLargestCart_IsSubmittedAndApproved()
    {
        await SubmitFull();

        var current = await approvals.Find(Customer, Full.Number, Stop);
        Assert.Equal(SaveOutcome.Saved, await approvals.Save(current!, Approved, null, Stop));

        Assert.Equal(RowJson.Text(Approved.Approval), RowJson.Text((await approvals.Find(Customer, Full.Number, Stop))!.Value));
        foreach (var placed in Approved.Placed) Assert.NotNull(await orders.Find(Customer, placed.Order.Number, Stop));
        var cart = await carts.Read(Customer, Full.RequestedBy.User, Stop);
        Assert.Equal(SaveOutcome.Changed, await approvals.Save(current!, Refused, cart, Stop));
    }

    [Fact]
    public async Task TheLargestCart_ComesBack_UnlessTheCartChangedMeanwhile()
    {
        await SubmitFull();
        var current = await approvals.Find(Customer, Full.Number, Stop);
        var read = await carts.Read(Customer, Full.RequestedBy.User, Stop);
        Assert.True(await carts.Save(Customer, Full.RequestedBy.User, read.WithReturned([Full.Items[0]]), Stop));

        Assert.Equal(SaveOutcome.Changed, await approvals.Save(current!, Refused, read.WithReturned(Refused.Returned), Stop));
        read = await carts.Read(Customer, Full.RequestedBy.User, Stop);
        Assert.Equal(SaveOutcome.Saved, await approvals.Save(current!, Refused, read.WithReturned(Refused.Returned), Stop));

        Assert.Equal(RowJson.Text(Full.Items), RowJson.Text((await carts.Read(Customer, Full.RequestedBy.User, Stop)).Items));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Twelve assets, a hundred lines, and the longest comments, all different.</summary>
    private static Approval Full { get; } = ApprovalDecisions.Submit(
        ApprovalNumber.Of(100_001),
        Customer,
        [.. Enumerable.Range(0, Cart.MaxAssets).Select(n => Item(n, n == 0 ? 12 : 8))],
        new Person(UserId.Parse("paul"), "Paul Durand", "paul@example.com"),
        Now,
        Now.AddDays(7));

    private static ApprovalChange Approved { get; } = ApprovalDecisions.Decide(
        Full,
        new Approve(
            Now,
            "Claire Martin",
            Moved: [],
            [.. Enumerable.Range(100_002, Cart.MaxAssets).Select(n => OrderNumber.Of(n))],
            Now)).Value;

    private static ApprovalChange Refused { get; } = ApprovalDecisions.Decide(Full, new Refuse(Now, "Claire Martin", "Non.")).Value;

    private static ApprovalTable.Rows Rows(Approval approval) => new(approval, Guid.NewGuid());

    private static CartItem Item(int n, int lines) => new(
        AssetSnapshot.Of(TwoCustomers.Asset($"p{n:00}", "c1", "s1", AssetKind.Printing)),
        new Site(SiteId.Parse("s1"), "Site s1", "1 rue Basse", "28000", "Chartres"),
        [
            .. Enumerable.Range(0, lines).Select(line => new CartLine(
                ConsumableReference.Parse($"{new string('R', 30)}-{line}"),
                new string('é', 100),
                ConsumableColour.Black,
                Included: false,
                59.90m,
                9_999,
                9_999)),
        ],
        $"{n:00}{new string('é', CartItem.MaxComment - 2)}",
        new string('é', CartItem.MaxCustomerReference),
        Now);

    private async Task SubmitFull()
    {
        Assert.True(await carts.Save(Customer, Full.RequestedBy.User, new Cart(Full.Items, null), Stop));
        var cart = await carts.Read(Customer, Full.RequestedBy.User, Stop);
        var answer = new FirstAnswer("key", "fingerprint", null, null, "{}", 202);
        Assert.Equal(SaveOutcome.Saved, await approvals.Submit(Full, cart with { Items = [] }, answer, Stop));
        Assert.Equal(answer, await orders.FindAnswer(Customer, "key", Stop));
        Assert.Empty((await carts.Read(Customer, Full.RequestedBy.User, Stop)).Items);
    }
}
