using System.Net;
using System.Net.Http.Json;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Functions.Approvals.Responses;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Carts;

/// <summary>A cart that an import of the catalogue has overtaken: nothing is ordered at a price that its owner has not seen.</summary>
public sealed class AgedCartTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StorageProxy proxy = null!;
    private OrderPortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await OrderPortal.StartAsync(proxy.Account);
        await Import(("T-K", 59.90m), ("AGR", 12m));
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task APriceThatChanged_IsRefused_ShownInTheCart_AndOrderedOnceItWasSeen()
    {
        var seen = await Filled(portal.User, "p1", [Line("T-K", 2), Line("AGR", 2)]);
        await Import(("T-K", 64.90m), ("AGR", 12m));

        using var refused = await Checkout(portal.User, seen.Version);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Equal(["p1"], problem.Fields);
        Assert.Equal(
            "« Article T-K » (T-K) a changé de prix (avant : 59,90\u00A0€\u00A0HT, maintenant : 64,90\u00A0€\u00A0HT).",
            Assert.Single(problem.Errors!["p1"]));
        Assert.Empty(await Orders());
        var cart = await CartOf(portal.User);
        Assert.Equal(["T-K 64.90", "AGR 12"], Prices(cart));
        Assert.Equal(["T-K price-changed"], Warnings(cart));
        Assert.NotEqual(seen.Version, cart.Version);
        var order = Assert.Single(await OrderedCart(portal.User, cart));
        Assert.Equal([64.90m, 12m], order.Lines.Select(line => line.Price));
        Assert.Empty((await CartOf(portal.User)).Items);
    }

    [Fact]
    public async Task WhatWasWithdrawn_IsRefused_ShownInTheCart_AndLeftOutOnceThatWasSeen()
    {
        await Filled(portal.User, "p1", [Line("T-K", 2), Line("AGR", 2)]);
        var seen = await Filled(portal.User, "p3", [Line("T-K", 1)]);
        await Import(("AGR", 12m));

        using var refused = await Checkout(portal.User, seen.Version);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Equal(["p1", "p3"], problem.Fields.Order());
        Assert.All(problem.Errors!.Values, one => Assert.Contains(
            "« Article T-K » (T-K) n'est plus au catalogue", Assert.Single(one), StringComparison.Ordinal));
        Assert.Empty(await Orders());
        var cart = await CartOf(portal.User);
        Assert.Equal(["T-K 59.90", "AGR 12", "T-K 59.90"], Prices(cart));
        Assert.Equal(["T-K withdrawn", "T-K withdrawn"], Warnings(cart));
        var order = Assert.Single(await OrderedCart(portal.User, cart));
        Assert.Equal(["AGR"], order.Lines.Select(line => line.Reference?.Value));
        Assert.Empty((await CartOf(portal.User)).Items);
    }

    [Fact]
    public async Task WhereAllWasWithdrawn_ThereIsNothingToOrder()
    {
        await Filled(portal.User, "p1", [Line("T-K", 2)]);
        await Import(("AGR", 12m));

        using var refused = await Checkout(portal.User, (await CartOf(portal.User)).Version);

        await refused.IsProblem(HttpStatusCode.Conflict, "cart-empty");
    }

    [Fact]
    public async Task AnImport_ThatChangesNothingInTheCart_DoesNotMatter()
    {
        var seen = await Filled(portal.User, "p1", [Line("T-K", 2)]);
        await Import(("T-K", 59.90m), ("AGR", 99m), ("T-C", 70m));

        Assert.Empty(Warnings(await CartOf(portal.User)));
        Assert.Equal(59.90m, Assert.Single(await OrderedCart(portal.User, seen)).Lines[0].Price);
    }

    [Fact]
    public async Task EnteringAgain_TakesTheNewPrice_WithoutAWarning()
    {
        await Filled(portal.User, "p1", [Line("T-K", 2)]);
        await Filled(portal.User, "p3", [Line("T-K", 1)]);
        await Import(("T-K", 64.90m));

        var cart = await Filled(portal.User, "p1", [Line("T-K", 2)]);

        Assert.Equal(["T-K 64.90", "T-K 64.90"], Prices(cart));
        Assert.Equal(["", "T-K price-changed"], cart.Items.Select(item => string.Join(", ", WarningsOf(item))));
    }

    [Fact]
    public async Task AnImport_ThatEndsWhileTheCartIsFilled_IsNotMissed()
    {
        var importing = 0;
        proxy.AfterForwarding = async request =>
        {
            // The old price has been read, and is not stored yet.
            if (request is not { Operation: "Query", Resource: TableNames.Consumables } || Interlocked.Increment(ref importing) > 1) return;
            await Import(("T-K", 64.90m));
        };

        var seen = await Filled(portal.User, "p1", [Line("T-K", 2)]);

        Assert.Equal(["T-K 59.90"], Prices(seen));
        using var refused = await Checkout(portal.User, seen.Version);
        await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
    }

    [Fact]
    public async Task ACartThatWaitsForApproval_IsNotApprovedAtAnOldPrice_AndComesBackWithTheWarning()
    {
        await RequireApproval(portal.Supervisor);
        var number = (await Submitted(portal.User, "p1", Line("T-K", 2))).Number;
        await Import(("T-K", 64.90m));

        using var refused = await portal.Supervisor.PostAsync(new Uri($"/api/approvals/{number}/approve", UriKind.Relative), null, Stop);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Contains("64,90", problem.Errors!["p1"][0], StringComparison.Ordinal);
        Assert.Empty(await Orders());
        using var ruled = await portal.Supervisor.PostAsJsonAsync($"/api/approvals/{number}/refuse", new { reason = "Prix modifié." }, Stop);
        await ruled.Read<ApprovalResponse>(HttpStatusCode.OK);
        Assert.Equal(["T-K price-changed"], Warnings(await CartOf(portal.User)));
        var again = (await Submitted(portal.User, "p1", Line("T-K", 2))).Number;
        using var approved = await portal.Supervisor.PostAsync(new Uri($"/api/approvals/{again}/approve", UriKind.Relative), null, Stop);
        Assert.Single((await approved.Read<ApprovalResponse>(HttpStatusCode.OK)).Orders);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Puts articles that no contract includes in the catalogue's place.</summary>
    private Task<int> Import(params (string Reference, decimal Price)[] articles)
    {
        ModelKey.TryMake("Ricoh", "IM C3000", out var model);
        var entries = articles.Select(one => new CatalogueEntry(
            new Consumable(
                ConsumableReference.Parse(one.Reference), $"Article {one.Reference}", null, null, IsInContracts: false, one.Price, new(1, 6, 1), null),
            [model]));
        return portal.Portal.Services.GetRequiredService<IConsumableStore>().Save([.. entries], Stop);
    }

    private async Task<IReadOnlyList<OrderSummary>> Orders() => (await portal.User.Get<Page<OrderSummary>>("/api/orders")).Items;

    private static IEnumerable<string> Prices(CartResponse cart) =>
        cart.Items.SelectMany(item => item.Lines).Select(line => FormattableString.Invariant($"{line.Reference} {line.Price}"));

    private static IEnumerable<string> Warnings(CartResponse cart) => cart.Items.SelectMany(WarningsOf);

    private static IEnumerable<string> WarningsOf(CartItemResponse item) =>
        item.Warnings.Select(warning => $"{warning.Reference} {warning.Code}");
}
