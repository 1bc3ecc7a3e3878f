using CsCheck;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using static Dfm.Core.Tests.Orders.SampleOrders;

namespace Dfm.Core.Tests.Carts;

/// <summary>A cart that an import of the catalogue has overtaken.</summary>
public sealed class CurrentCartTests
{
    private static readonly CartLine Paid = Line(Black, 3) with { Included = false, Price = 59.90m };
    private static readonly CartLine Clips = Line(Staples, 2) with { Designation = "Agrafes", Included = false, Price = 12m };
    private static readonly ModelKey Model = ModelKey.Of(Item("A1").Asset);

    [Fact]
    public void ACatalogue_ThatIsAsItWas_ChangesNothing()
    {
        var cart = new Cart([Item("A1", lines: [Paid, Clips])]);

        var current = Compare(cart, Black, 59.9m, Staples, 12.00m);

        Assert.Empty(current.Changes);
        Assert.Same(cart, current.Orderable);
        Assert.Null(current.Refusal(CartVersion.Of(cart)));
    }

    [Fact]
    public void AnotherPrice_IsRefused_WithTheOldAndTheNew_AndOrderedOnceItWasSeen()
    {
        var cart = new Cart([Item("A1", lines: [Paid, Clips]), Item("A2", lines: Clips)]);

        var current = Compare(cart, Black, 1_064.90m, Staples, 12m);

        var refusal = current.Refusal(CartVersion.Of(cart))!;
        Assert.Equal((ProblemKind.Conflict, "cart-changed"), (refusal.Kind, refusal.Code));
        const string how = "« Toner noir » (T-K) a changé de prix (avant : 59,90\u00A0€\u00A0HT, maintenant : 1\u202F064,90\u00A0€\u00A0HT).";
        Assert.Equal(["A1"], refusal.Errors!.Keys);
        Assert.Equal([how], refusal.Errors["A1"]);
        Assert.Equal([new CartWarning(Black, "price-changed", how)], current.WarningsOf(cart.Items[0]));
        Assert.Empty(current.WarningsOf(cart.Items[1]));
        Assert.Equal([1_064.90m, 12m, 12m], Prices(current.Shown));
        Assert.Equal([1_064.90m, 12m, 12m], Prices(current.Orderable));
        Assert.Null(current.Refusal(CartVersion.Of(current.Orderable)));
    }

    [Fact]
    public void WhatWasWithdrawn_IsRefused_ThenShownButNotOrdered()
    {
        var cart = new Cart([Item("A1", lines: [Paid, Clips]), Item("A2", lines: Paid)]);

        var current = Compare(cart, Staples, 12m);

        var refusal = current.Refusal(CartVersion.Of(cart))!;
        Assert.Equal(["A1", "A2"], refusal.Errors!.Keys.Order());
        Assert.All(refusal.Errors.Values, one => Assert.Contains(
            "« Toner noir » (T-K) n'est plus au catalogue", Assert.Single(one), StringComparison.Ordinal));
        Assert.Equal(["A1 T-K", "A1 AGR", "A2 T-K"], Lines(current.Shown));
        Assert.Equal(["A1 AGR"], Lines(current.Orderable));
        Assert.Equal("withdrawn", Assert.Single(current.WarningsOf(cart.Items[1])).Code);
        Assert.Null(current.Refusal(CartVersion.Of(current.Orderable)));
    }

    [Fact]
    public void ACart_OfWhichAllWasWithdrawn_HasNothingToOrder()
    {
        var cart = new Cart([Item("A1", lines: Paid)]);

        var current = Compare(cart, Staples, 12m);

        Assert.Equal("cart-changed", current.Refusal(CartVersion.Of(cart))?.Code);
        Assert.Equal("cart-empty", current.Refusal(CartVersion.Of(current.Orderable))?.Code);
    }

    [Theory]
    [InlineData(true, null, "K-100", null)]
    [InlineData(true, null, null, "avant : Inclus au contrat, maintenant : 59,90\u00A0€\u00A0HT")]
    [InlineData(false, null, null, "avant : Prix sur demande, maintenant : 59,90\u00A0€\u00A0HT")]
    [InlineData(false, 59.9, "K-100", "avant : 59,90\u00A0€\u00A0HT, maintenant : Inclus au contrat")]
    public void APrice_ChangesWithWhatTheContractIncludes(bool included, double? price, string? contract, string? how)
    {
        var item = Item("A1", lines: Paid with { Included = included, Price = (decimal?)price });
        item = item with { Asset = item.Asset with { Contract = contract } };

        var changes = CurrentCart.Of(new Cart([item]), Catalogue([Sold(Black, 59.90m) with { IsInContracts = true }])).Changes;

        if (how is null) Assert.Empty(changes);
        else Assert.Contains(how, Assert.Single(changes).ToWarning().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACart_ThatItsOwnerHasChangedToo_TellsBoth()
    {
        var before = new Cart([Item("A1", lines: Paid)]);

        var refusal = Compare(new Cart([Item("A1", comment: "Porte 3", lines: Paid)]), Black, 61m).Refusal(CartVersion.Of(before))!;

        Assert.Equal(2, refusal.Errors!["A1"].Length);
        Assert.Contains("a été modifié", refusal.Errors["A1"][0], StringComparison.Ordinal);
        Assert.Contains("a changé de prix", refusal.Errors["A1"][1], StringComparison.Ordinal);
    }

    [Fact]
    public void Items_OfModelsThatWereNotCompared_AreAsTheyWereEntered()
    {
        var cart = new Cart([Item("A1", lines: Paid)]);

        Assert.Same(cart, CurrentCart.Of(cart, new Dictionary<ModelKey, IReadOnlyList<Consumable>>()).Orderable);
    }

    /// <summary>Whatever the catalogue has become: what was shown can be ordered, what differs was said, and nothing else is refused.</summary>
    [Fact]
    public void WhatWasSeen_IsWhatIsOrdered() => Gen.Select(Prices(3), Prices(3)).Sample((before, now) =>
    {
        var lines = before.Index().Where(one => one.Item is not null)
            .Select(one => Line(Reference(one.Index), 1) with { Included = false, Price = one.Item });
        if (!lines.Any()) return;
        var cart = new Cart([Item("A1", lines: [.. lines])]);
        var current = CurrentCart.Of(cart, Catalogue(now.Index().Where(one => one.Item is not null)
            .Select(one => Sold(Reference(one.Index), one.Item!.Value))));

        var changed = before.Index().Count(one => one.Item is not null && one.Item != now[one.Index]);
        Assert.Equal(changed, current.Changes.Count);
        Assert.Equal(changed > 0 ? "cart-changed" : null, current.Refusal(CartVersion.Of(cart))?.Code);
        Assert.Equal(
            current.Orderable.Items.Count == 0 ? "cart-empty" : null, current.Refusal(CartVersion.Of(current.Orderable))?.Code);
        Assert.All(
            current.Orderable.Items.SelectMany(item => item.Lines),
            line => Assert.Equal(now[int.Parse(line.Reference.Value[1..], null)], line.Price));
    });

    private static Gen<decimal?[]> Prices(int count) => Gen.Int[0, 3].Select(price => price == 0 ? null : (decimal?)price).Array[count];

    private static ConsumableReference Reference(int n) => ConsumableReference.Parse($"R{n}");

    private static CurrentCart Compare(Cart cart, ConsumableReference reference, decimal price) =>
        CurrentCart.Of(cart, Catalogue([Sold(reference, price)]));

    private static CurrentCart Compare(
        Cart cart, ConsumableReference first, decimal price, ConsumableReference second, decimal secondPrice) =>
        CurrentCart.Of(cart, Catalogue([Sold(first, price), Sold(second, secondPrice)]));

    private static Dictionary<ModelKey, IReadOnlyList<Consumable>> Catalogue(IEnumerable<Consumable> consumables) =>
        new() { [Model] = [.. consumables] };

    private static Consumable Sold(ConsumableReference reference, decimal price) =>
        new(reference, "Autre désignation", null, null, IsInContracts: false, price, new(1, 6, 1), null);

    private static IEnumerable<decimal?> Prices(Cart cart) => cart.Items.SelectMany(item => item.Lines).Select(line => line.Price);

    private static IEnumerable<string> Lines(Cart cart) =>
        cart.Items.SelectMany(item => item.Lines.Select(line => $"{item.Asset.Asset} {line.Reference}"));
}
