using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Responses;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Approvals;

/// <summary>The largest cart that there can be: what becomes of it fits into one transaction, and each row into its columns.</summary>
public sealed class FullApprovalTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int TransactionLimit = 100;
    private static readonly CustomerId Customer = CustomerId.Parse("c1");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly UserId Paul = UserId.Parse("paul");
    private InProcessPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await InProcessPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public void TheTransactions_HaveRoomForTheLargestCart()
    {
        var cart = new LoadedCart(Customer, Paul, new Cart(Full.Items), "etag", []);
        // Itself, its journal, its three lists, the outbox and the cart.
        Assert.Equal(7, Count(unit =>
        {
            unit.Add(TableApprovalStore.Schema, new ApprovalChange(Full, [], []), ApprovalEffects.Start(Full));
            TableCartStore.Write(unit, cart, new Cart([]));
        }));
        // Itself, its journal, two lists left and three entered, the outbox; and an order for each asset: itself, its journal, the lists of
        // its site, its asset, its state, and both.
        var approving = Count(unit =>
        {
            unit.Update(TableApprovalStore.Schema, new(Full, "etag"), Approved, ApprovalEffects.Of(Approved.Approval));
            foreach (var order in Approved.Placed) unit.Add(TableOrderStore.Schema, order, OrderEffects.Start(order));
        });
        Assert.Equal(8 + (6 * Cart.MaxAssets), approving);
        const int idempotencyRecord = 1;
        Assert.InRange(approving + idempotencyRecord, 1, TransactionLimit);
        // And the cart.
        Assert.Equal(9, Count(unit =>
        {
            unit.Update(TableApprovalStore.Schema, new(Full, "etag"), Refused, ApprovalEffects.Of(Refused.Approval));
            TableCartStore.Write(unit, cart, new Cart(Full.Items));
        }));
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
        var number = await SubmitFull();

        var approved = await Ruled(number, "approve", new { });

        Assert.Equal(Cart.MaxAssets, approved.Orders.Count);
        Assert.Empty((await ReadCart()).Items);
    }

    [Fact]
    public async Task TheLargestCart_ComesBack()
    {
        var number = await SubmitFull();

        await Ruled(number, "refuse", new { reason = "Non." });

        Assert.Equal(RowJson.Text(Full.Items), RowJson.Text((await ReadCart()).Items));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Twelve assets, a hundred lines, and the longest comments, all different.</summary>
    private static Approval Full { get; } = ApprovalDecisions.Submit(
        ApprovalNumber.Of(100_001),
        Customer,
        [.. Enumerable.Range(0, Cart.MaxAssets).Select(n => Item(n, n == 0 ? 12 : 8))],
        new Person(UserId.Parse("paul"), "Paul Durand", "paul@example.com"),
        Now,
        Now.AddDays(7)).Approval;

    private static ApprovalChange Approved { get; } = ApprovalDecisions.Decide(
        Full,
        new Approve(
            Now,
            "Claire Martin",
            Moved: [],
            Changed: [],
            [.. Enumerable.Range(100_002, Cart.MaxAssets).Select(n => OrderNumber.Of(n))],
            Now)).Value;

    private static ApprovalChange Refused { get; } = ApprovalDecisions.Decide(Full, new Refuse(Now, "Claire Martin", "Non.")).Value;

    private static int Count(Action<UnitOfWork> write)
    {
        var unit = new UnitOfWork(Customer.Value, Guid.NewGuid());
        write(unit);
        return unit.Actions().Count;
    }

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

    private HttpClient ClientOf(string name, Profile profile) => portal.ClientOf(TwoCustomers.Person(name, "c1", profile, "s1"));

    private Task<Cart> ReadCart() => portal.Services.GetRequiredService<ICartStore>().Read(Customer, Paul, Stop);

    /// <summary>Fills the cart, and checks it out as somebody who needs approval.</summary>
    private async Task<string> SubmitFull()
    {
        await portal.AddCustomer("c1", "s1");
        await portal.Services.GetRequiredService<ICustomerStore>().SetApprovesOrders(Customer, true, Stop);
        await TwoCustomers.Write(
            portal, [.. Full.Items.Select(item => TwoCustomers.Asset(item.Asset.Asset.Value, "c1", "s1", AssetKind.Printing))]);
        var unit = new UnitOfWork(Customer.Value, Guid.NewGuid());
        TableCartStore.Write(unit, new LoadedCart(Customer, Paul, new Cart([]), null, []), new Cart(Full.Items));
        await portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Orders)
            .SubmitTransactionAsync(unit.Actions(), Stop);

        using var answer = await OrderPortal.Checkout(ClientOf("paul", Profile.User), CartVersion.Of(new Cart(Full.Items)), "key");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty((await ReadCart()).Items);
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    private async Task<ApprovalResponse> Ruled(string number, string ruling, object body)
    {
        using var answer = await ClientOf("claire", Profile.Supervisor).PostAsJsonAsync($"/api/approvals/{number}/{ruling}", body, Stop);
        return await answer.Read<ApprovalResponse>(HttpStatusCode.OK);
    }
}
