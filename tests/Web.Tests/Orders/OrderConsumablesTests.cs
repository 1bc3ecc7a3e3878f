using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Dfm.Web.Tests.Orders.ConsumablesForm;

namespace Dfm.Web.Tests.Orders;

/// <summary>« Passer une commande de consommables » (manual, chapter 5).</summary>
[Collection<OrdersPortal>]
public sealed class OrderConsumablesTests(DemoPortal portal)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task FromTheParcByTheCart_ToTheRecapByMail(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau", "/assets?search=admissions&kind=Printing");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "COMMANDER DES CONSOMMABLES" }).First.ClickAsync();
        await visitor.SeesAsync("Commander des consommables");
        await visitor.LooksGoodAsync("consommables");

        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Renseignez la quantité d'au moins une référence.");
        await visitor.FillLineAsync("Toner noir", quantity: 9, stock: 0);
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Un nombre entier de 1 à 6.");
        await visitor.LooksGoodAsync("consommables-refuses");

        await visitor.FillLineAsync("Toner noir", quantity: 2, stock: 3);
        await visitor.FillLineAsync("Toner cyan", quantity: 1, stock: 0);
        await visitor.Page.GetByLabel("Commentaire").FillAsync("Bâtiment A, porte 3, code 4512");
        await visitor.Page.GetByLabel("Référence interne de commande client").FillAsync("BC-2026-118");
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("C'est dans votre panier");
        await visitor.ReadsAsync("Vous indiquez en avoir encore 3 en stock pour 2 à commander.");
        await visitor.LooksGoodAsync("consommables-ajoutes");

        await visitor.OpenCartAsync();
        await visitor.ReadsAsync("3 articles pour 1 bien, en 1 commande.");
        await visitor.ReadsAsync("Bâtiment A, porte 3, code 4512");
        await visitor.LooksGoodAsync("panier");
        await visitor.PressAsync("VALIDER LE PANIER");
        var number = Assert.Single(await visitor.OrderedAsync());
        await visitor.LooksGoodAsync("commande-enregistree");

        var mail = await portal.MailAsync("a.moreau", $"Commande n° {number} : commande enregistrée", Cancelled);
        Assert.Contains("Bâtiment A, porte 3, code 4512", mail.Text, StringComparison.Ordinal);
        Assert.Contains("CAEXV58-K", mail.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task FollowingAnOrder_AndCancellingIt(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await visitor.PutIntoCartAsync(Admissions, 1);
        await visitor.OpenCartAsync();
        await visitor.PressAsync("VALIDER LE PANIER");
        var number = Assert.Single(await visitor.OrderedAsync());

        await visitor.GoToAsync($"/assets/{Admissions}");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Suivi des commandes" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await visitor.SeesAsync($"Commande n° {number}");
        await visitor.ReadsAsync("Saisie externe");
        await visitor.ReadsAsync("Commande en attente de validation par nos services.");
        await visitor.LooksGoodAsync("commande");

        await visitor.PressAsync("Annuler la commande");
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("Renseignez ce champ.");
        await visitor.Page.GetByLabel("Commentaire d'annulation").FillAsync("Toners retrouvés en réserve.");
        await visitor.LooksGoodAsync("commande-annuler");
        await visitor.ValidateAsync();

        await visitor.ReadsAsync($"La commande n° {number} est annulée.");
        await visitor.ReadsAsync("Commande annulée.");
        await visitor.LooksGoodAsync("commande-annulee");
        var mail = await portal.MailAsync("a.moreau", $"Commande n° {number} : annulation confirmée", Cancelled);
        Assert.Contains("Toners retrouvés en réserve.", mail.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task AnOrderOnItsWay_SaysCarrierAndDeliveryNote_AndWhyItIsTooLateToCancel(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device), "a.moreau");
        await visitor.PutIntoCartAsync(Admissions, 2);
        await visitor.OpenCartAsync();
        await visitor.PressAsync("VALIDER LE PANIER");
        var number = Assert.Single(await visitor.OrderedAsync());
        await portal.StaffAsync($"orders/{number}", new { action = "MakeFullyDeliverable" }, Cancelled);
        await visitor.GoToAsync($"/orders/{number}");
        await visitor.ReadsAsync("Commande en cours de préparation.");
        await portal.StaffAsync(
            $"orders/{number}",
            new { action = "Deliver", carrier = "Chronopost", deliveryNote = "BL-26-1180", trackingNumber = "XY123456789FR" },
            Cancelled);

        // The page was read before the parcel left: the refusal says so, and the page shows the order as it is now.
        await visitor.PressAsync("Annuler la commande");
        await visitor.Page.GetByLabel("Commentaire d'annulation").FillAsync("Trop tard ?");
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("La commande a changé entre-temps");
        await visitor.PressAsync("Ne pas annuler");

        await visitor.ReadsAsync("Livré en totalité");
        await visitor.ReadsAsync("N° de bon de livraison BL-26-1180");
        await visitor.ReadsAsync("Cette commande ne peut plus être annulée : elle est expédiée.");
        Assert.Equal(0, await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Annuler la commande" }).CountAsync());
        var tracking = await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Suivre le colis" }).First.GetAttributeAsync("href");
        Assert.Contains("XY123456789FR", tracking, StringComparison.Ordinal);
        await visitor.LooksGoodAsync("commande-expediee");

        await visitor.GoToAsync("/orders");
        await visitor.Page.GetByLabel("État").SelectOptionAsync("Livré en totalité");
        await visitor.Page.WaitForURLAsync("**/orders?state=FullyDelivered");
        await visitor.ReadsAsync(number);
        await visitor.LooksGoodAsync("commandes");
        await visitor.Page.GetByLabel("État").SelectOptionAsync("Livrable en partie");
        await visitor.ReadsAsync("Aucune commande dans cet état");
        await visitor.LooksGoodAsync("commandes-aucune");
    }

    [Fact]
    public async Task ByKeyboardAlone()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "t.nguyen", $"/assets/{Admissions}/consumables");
        var keyboard = visitor.Page.Keyboard;

        await visitor.Quantity("Toner noir").FocusAsync();
        await keyboard.PressAsync("ArrowUp");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync("0");
        await keyboard.PressAsync("Enter");
        await visitor.ReadsAsync("C'est dans votre panier");
        // The focus stands where the news is: the next stops are the ways on.
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        await visitor.SeesAsync("MON PANIER");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "VALIDER LE PANIER" }).First.WaitForAsync();
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");

        Assert.Single(await visitor.OrderedAsync());
    }
}
