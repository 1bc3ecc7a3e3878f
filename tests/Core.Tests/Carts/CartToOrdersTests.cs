using CsCheck;
using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using static Dfm.Core.Tests.Orders.SampleOrders;

namespace Dfm.Core.Tests.Carts;

/// <summary>What becomes of a cart, and what may have been overlooked in it.</summary>
public sealed class CartToOrdersTests
{
    private static readonly Gen<Cart> AnyCart = Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[1, 6])
        .Array[0, Cart.MaxAssets].Select(parts =>
        new Cart(
            [
                .. parts.Select((part, n) => Item(
                    $"A{n:00}", $"S{part.Item1}", part.Item2 == 0 ? null : $"Porte {part.Item2}", Line(Black, part.Item3))),
            ]));

    [Fact]
    public void Deliveries_TakeEachAssetOnce_AndNeverMixSitesOrComments() => AnyCart.Sample(cart =>
    {
        var deliveries = cart.Deliveries();

        Assert.Equal(
            cart.Items.Select(item => item.Asset.Asset.Value),
            deliveries.SelectMany(one => one.Items).Select(item => item.Asset.Asset.Value).Order());
        Assert.All(
            deliveries,
            one => Assert.All(one.Items, item => Assert.Equal((one.Site.Id, one.Comment), (item.Site.Id, item.Comment))));
        Assert.Equal(deliveries.Count, deliveries.Select(one => (one.Site.Id, one.Comment)).Distinct().Count());
    });

    [Fact]
    public void Version_TellsWhichAssetsChanged() => Gen.Select(AnyCart, AnyCart).Sample((seen, now) =>
    {
        var expected = seen.Items.Select(item => item.Asset.Asset.Value).Union(now.Items.Select(item => item.Asset.Asset.Value))
            .Where(asset => Wanted(seen, asset) != Wanted(now, asset));

        Assert.Equal(expected.Order(), CartVersion.Differences(CartVersion.Of(seen), now).Select(one => one.Asset).Order());
        Assert.Empty(CartVersion.Differences(CartVersion.Of(now), now));

        static string? Wanted(Cart cart, string asset) => cart.Items.Where(item => item.Asset.Asset.Value == asset)
            .Select(item => $"{item.Site.Id} {item.Comment} {item.Lines[0].Quantity}").FirstOrDefault();
    });

    [Theory]
    [InlineData("", 1)]
    [InlineData("n'importe quoi", 1)]
    [InlineData("A1:..:.A1", 2)]
    [InlineData("../../etc:1", 1)]
    public void Version_ThatNobodyGave_DiffersFromEveryCart(string version, int differences) =>
        Assert.Equal(differences, CartVersion.Differences(version, new Cart([Item("B1")])).Count);

    [Fact]
    public void Version_OfTheSameEnteredAgain_IsTheSame() => Assert.Equal(
        CartVersion.Of(new Cart([Item("A1")])), CartVersion.Of(new Cart([Item("A1") with { ChangedAt = Monday.AddDays(1) }])));

    [Fact]
    public void Cart_HasRoomForTwelveAssets_AndAHundredLines()
    {
        var full = new Cart([.. Enumerable.Range(10, Cart.MaxAssets).Select(n => Item($"A{n}"))]);
        Assert.Equal("cart-full", full.With(Item("B1")).Problem?.Code);
        Assert.True(full.With(Item("A10", lines: Line(Black, 5))).IsSuccess);

        CartLine[] thirty = [.. Enumerable.Range(0, 30).Select(n => Line(ConsumableReference.Parse($"R{n}"), 1))];
        var long3 = new Cart([Item("A1", lines: thirty), Item("A2", lines: thirty), Item("A3", lines: thirty)]);
        Assert.True(long3.With(Item("A4", lines: thirty[..10])).IsSuccess);
        Assert.Equal("cart-full", long3.With(Item("A4", lines: thirty[..11])).Problem?.Code);
    }

    [Fact]
    public void Order_TakesOverWhatWasEntered_AndTheReferenceOfEachAsset()
    {
        var order = Placed(
            Item("A1", "S1", "Code 4512", Line(Black, 3, 1)) with { CustomerReference = "BC-1" },
            Item("A2", "S1", "Code 4512", Line(Staples, 2)) with { CustomerReference = "BC-2" }).Order;

        Assert.Equal(OrderState.ExternalEntry, order.State);
        Assert.Equal(
            ["1 A1 T-K 3/1", "2 A2 AGR 2/0"],
            order.Lines.Select(line => $"{line.Number} {line.Asset} {line.Reference} {line.Quantity}/{line.Stock}"));
        Assert.Equal("BC-1, BC-2", order.CustomerReferences());
        Assert.Equal("Code 4512", order.Comment);
    }

    [Fact]
    public void Warning_AlreadyOrdered_WhenSomethingIsOnItsWay()
    {
        var open = AssetOrder.Of(Placed().Order, AssetId.Parse("A1"));

        var warning = Assert.Single(CartWarning.Of(Item("A1", lines: Line(Black, 1)), [open], Monday));

        Assert.Equal("already-ordered", warning.Code);
        Assert.Contains("n° 100001", warning.Message, StringComparison.Ordinal);
        var (item, asset) = (Item("A1", lines: Line(Black, 1)), AssetId.Parse("A1"));
        Assert.Empty(CartWarning.Of(item, [AssetOrder.Of(In(OrderState.FullyDelivered), asset)], Monday));
        Assert.Empty(CartWarning.Of(item, [AssetOrder.Of(In(OrderState.Cancelled), asset)], Monday));
    }

    [Theory]
    [InlineData(4, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(4, 1, true)]
    public void Warning_MoreThanUsed_WhenItWouldLastForMoreThanAYear(int quantity, int stock, bool warned)
    {
        // Three toners 274 days ago: four a year.
        var before = AssetOrder.Of(In(OrderState.FullyDelivered), AssetId.Parse("A1"));

        var warnings = CartWarning.Of(Item("A1", lines: Line(Black, quantity, stock)), [before], Monday.AddDays(274));

        Assert.Equal(warned ? ["more-than-used"] : [], warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void History_TellsTheLastOrderAndWhatIsOnItsWay()
    {
        var part = In(OrderState.PartlyDelivered);
        var older = In(OrderState.FullyDelivered) with { Number = OrderNumber.Of(99), PlacedAt = Monday.AddDays(-30) };
        AssetOrder[] orders =
            [.. ((Order[])[In(OrderState.Cancelled), part, older]).Select(order => AssetOrder.Of(order, AssetId.Parse("A1")))];

        var black = ConsumableHistory.Of(Black, orders, Monday);

        Assert.Equal(new OrderedBefore(part.Number, part.PlacedAt, 3), black.Last);
        Assert.Equal([new OrderedBefore(part.Number, part.PlacedAt, 2)], black.OnTheWay);
        Assert.Null(black.UsePerYear);
        Assert.Null(ConsumableHistory.Of(ConsumableReference.Parse("OTHER"), orders, Monday).Last);
    }

    [Fact]
    public void Cart_ShowsNothingOfASiteThatIsNoLongerTheCallers()
    {
        var caller = new Caller(
            UserId.Parse("paul"), CustomerId.Parse("C1"), "Paul", "paul@example.com", Profile.User, [SiteId.Parse("S2")]);

        Assert.Equal(["A2"], new Cart([Item("A1"), Item("A2", "S2")]).VisibleTo(caller).Items.Select(item => item.Asset.Asset.Value));
    }
}
