using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Dfm.Web.Tests.Orders.ConsumablesForm;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Orders;

/// <summary>MON PANIER (manual, chapter 5): nothing lost, nothing ordered twice.</summary>
[Collection<OrdersPortal>]
public sealed class CartTests(DemoPortal portal)
{
    [Fact]
    public async Task TwoWindowsEnteringForOneAsset_NothingIsOverwrittenUnseen()
    {
        await using var first = await portal.VisitAsync(Device.Desktop, "a.moreau", $"/assets/{Admissions}/consumables");
        await using var second = await portal.VisitAsync(Device.Desktop, "a.moreau", $"/assets/{Admissions}/consumables");
        await first.FillLineAsync("Toner noir", quantity: 1, stock: 0);
        await first.ValidateAsync();
        await first.ReadsAsync("C'est dans votre panier");

        await second.FillLineAsync("Toner cyan", quantity: 2, stock: 1);
        await second.ValidateAsync();
        await second.ReadsAsync("Pour ce bien, il contient maintenant : 1 × Toner noir.");
        await Expect(second.Quantity("Toner cyan")).ToHaveValueAsync("2");
        await second.LooksGoodAsync("consommables-autre-fenetre");
        await second.ValidateAsync();
        await second.ReadsAsync("C'est dans votre panier");

        // The first window comes by its own road to the same conflict, and takes the cart this time.
        await first.FillLineAsync("Toner noir", quantity: 3, stock: 0);
        await first.ValidateAsync();
        await first.PressAsync("Reprendre le panier");
        await Expect(first.Quantity("Toner noir")).ToHaveValueAsync("");
        await Expect(first.Quantity("Toner cyan")).ToHaveValueAsync("2");
        await EmptyAsync(first);
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task TwoWindowsWithOneCart_WhatChangedIsToldBeforeAnythingIsOrdered(string device)
    {
        await using var first = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await first.PutIntoCartAsync(Admissions, 1);
        await using var second = await portal.VisitAsync(Device.Named(device), "a.moreau", "/cart");
        await Expect(second.Quantity("Toner noir")).ToHaveValueAsync("1");
        await first.OpenCartAsync();
        await first.Quantity("Toner noir").FillAsync("4");
        await first.Quantity("Toner noir").PressAsync("Tab");
        await first.ReadsAsync("4 articles pour 1 bien, en 1 commande.");

        await second.PressAsync("VALIDER LE PANIER");
        await second.ReadsAsync("Votre panier a changé entre-temps");
        await second.ReadsAsync($"({Admissions}) a été modifié.");
        await Expect(second.Quantity("Toner noir")).ToHaveValueAsync("4");
        await second.LooksGoodAsync("panier-change");
        await second.PressAsync("VALIDER LE PANIER");

        Assert.Single(await second.OrderedAsync());
        // Nothing is left for the other window to order.
        await first.PressAsync("VALIDER LE PANIER");
        await first.ReadsAsync("Votre panier est vide");
        await first.LooksGoodAsync("panier-vide");
    }

    [Fact]
    public async Task TwoWindowsOfOneBrowser_ShowTheSameCart()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "a.moreau");
        await visitor.PutIntoCartAsync(Admissions, 1);
        await visitor.OpenCartAsync();
        var other = await visitor.Context.NewPageAsync();
        await other.GotoAsync("/cart");
        await other.GetByLabel("Quantité souhaitée, Toner noir").FillAsync("5");
        await other.GetByLabel("Quantité souhaitée, Toner noir").PressAsync("Tab");

        await Expect(visitor.Quantity("Toner noir")).ToHaveValueAsync("5", new() { Timeout = (float)Testing.Patience.Longest.TotalMilliseconds });
        await visitor.ReadsAsync("Votre panier a changé dans une autre fenêtre");
        await EmptyAsync(visitor);
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task ADoubleClick_OrdersOnce_AndGoingBackIsHarmless(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await visitor.PutIntoCartAsync(Admissions, 1);
        await visitor.OpenCartAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "VALIDER LE PANIER" }).First.DblClickAsync();
        var number = Assert.Single(await visitor.OrderedAsync());

        await visitor.Page.GoBackAsync();
        await visitor.SeesAsync("Commander des consommables");
        await Expect(visitor.Quantity("Toner noir")).ToHaveValueAsync("");
        await visitor.Page.GoForwardAsync();
        Assert.Equal([number], await visitor.OrderedAsync());
        await visitor.Page.ReloadAsync();
        Assert.Equal([number], await visitor.OrderedAsync());
        Assert.Single(visitor.Requests, request => request.Url.EndsWith("/api/cart/checkout", StringComparison.Ordinal) && request.Method == "POST");
        Assert.Equal(number, (await visitor.ListedOrdersAsync())[0]);
    }

    [Fact]
    public async Task AnAnswerThatIsLostOnItsWay_OrdersOnce()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "a.moreau");
        await visitor.PutIntoCartAsync(Admissions, 1);
        await visitor.OpenCartAsync();
        var lost = new List<string>();
        await visitor.Page.RouteAsync("**/api/cart/checkout", async route =>
        {
            if (lost.Count > 0)
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await route.FetchAsync();
            lost.Add(await answer.TextAsync());
            await route.AbortAsync();
        });

        await visitor.PressAsync("VALIDER LE PANIER");

        var number = Assert.Single(await visitor.OrderedAsync());
        Assert.Contains(number, Assert.Single(lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsTakenOut_CanBePutBack()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "a.moreau");
        await visitor.PutIntoCartAsync(Admissions, 2, "Porte 3");
        await visitor.OpenCartAsync();
        await visitor.Quantity("Toner noir").FillAsync("9");
        await visitor.Quantity("Toner noir").PressAsync("Tab");
        await visitor.ReadsAsync("Un nombre entier de 1 à 6.");
        await visitor.PressAsync("VALIDER LE PANIER");
        await visitor.ReadsAsync("Corrigez les quantités signalées avant de valider le panier.");
        await visitor.LooksGoodAsync("panier-refuse");

        await visitor.PressAsync("Retirer Multifonction");
        await visitor.ReadsAsync("Votre panier est vide");
        await visitor.LooksGoodAsync("panier-retire");
        await visitor.PressAsync("Remettre");

        await Expect(visitor.Quantity("Toner noir")).ToHaveValueAsync("2");
        await visitor.ReadsAsync("Porte 3");
        await EmptyAsync(visitor);
    }

    private static async Task EmptyAsync(Visitor visitor)
    {
        await visitor.GoToAsync("/cart");
        await visitor.PressAsync("Retirer Multifonction");
        await visitor.ReadsAsync("Votre panier est vide");
    }
}
