using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Orders;

/// <summary>The gestures of « Commander des consommables » and of MON PANIER.</summary>
internal static class ConsumablesForm
{
    /// <summary>The printer of the admissions desk, which Anne Moreau and Thierry Nguyen see.</summary>
    public const string Admissions = "B100301";

    public static ILocator Quantity(this Visitor visitor, string article) => visitor.Page.GetByLabel($"Quantité souhaitée, {article}");

    public static ILocator Stock(this Visitor visitor, string article) => visitor.Page.GetByLabel($"Stock actuel, {article}");

    public static async Task FillLineAsync(this Visitor visitor, string article, int quantity, int stock)
    {
        await visitor.Quantity(article).FillAsync($"{quantity}");
        await visitor.Stock(article).FillAsync($"{stock}");
    }

    /// <summary>Presses a button, wherever it stands first.</summary>
    public static Task PressAsync(this Visitor visitor, string button) =>
        visitor.Page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();

    /// <summary>Enters one toner for an asset, and waits until it is in the cart.</summary>
    public static async Task PutIntoCartAsync(this Visitor visitor, string asset, int quantity, string comment = "")
    {
        await visitor.GoToAsync($"/assets/{asset}/consumables");
        await visitor.FillLineAsync("Toner noir", quantity, 0);
        await visitor.Page.GetByLabel("Commentaire").FillAsync(comment);
        await visitor.ValidateAsync();
        await visitor.ReadsAsync("C'est dans votre panier");
    }

    public static async Task OpenCartAsync(this Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "MON PANIER" }).ClickAsync();
        await visitor.SeesAsync("MON PANIER");
    }

    /// <summary>Waits for the page that says what the cart has become; the numbers of its orders.</summary>
    public static async Task<string[]> OrderedAsync(this Visitor visitor)
    {
        var links = visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Commande n°" });
        await Expect(links.First).ToBeVisibleAsync(Patient);
        return [.. (await links.AllInnerTextsAsync()).Select(text => new string([.. text.Where(char.IsAsciiDigit)]))];
    }

    /// <summary>The numbers of the orders in the list of all.</summary>
    public static async Task<string[]> ListedOrdersAsync(this Visitor visitor)
    {
        await visitor.GoToAsync("/orders");
        var links = visitor.Page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link);
        await Expect(links.First).ToBeVisibleAsync(Patient);
        return [.. await links.AllInnerTextsAsync()];
    }

    public static LocatorAssertionsToBeVisibleOptions Patient => new() { Timeout = (float)Dfm.Testing.Patience.Longest.TotalMilliseconds };
}
