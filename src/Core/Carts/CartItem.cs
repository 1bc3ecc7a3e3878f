using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Parc;
using Dfm.Core.Text;

namespace Dfm.Core.Carts;

/// <summary>The part of « Mon panier » for one asset (manual, chapter 5).</summary>
/// <param name="Asset">The asset when the item was entered.</param>
/// <param name="Site">The asset's site at that time: the delivery address.</param>
/// <param name="Lines">At least one; no reference twice.</param>
/// <param name="Comment">« Commentaire »: access codes, building, door, contact, service. Printed on the delivery note.</param>
/// <param name="CustomerReference">« Référence interne de commande client »: never printed on the delivery note.</param>
/// <param name="ChangedAt">When the item was last entered.</param>
/// <param name="Catalogue">The catalogue's version when the item was last entered; null before the first import.</param>
public sealed record CartItem(
    AssetSnapshot Asset,
    Site Site,
    IReadOnlyList<CartLine> Lines,
    string? Comment,
    string? CustomerReference,
    DateTimeOffset ChangedAt,
    string? Catalogue = null)
{
    /// <summary>The maximum number of lines for one asset.</summary>
    public const int MaxLines = 30;

    /// <summary>The maximum length of a comment, in UTF-16 units.</summary>
    public const int MaxComment = 1000;

    /// <summary>The maximum length of the customer's own reference, in UTF-16 units.</summary>
    public const int MaxCustomerReference = 50;

    /// <summary>The maximum stock that can be entered.</summary>
    public const int MaxStock = 9_999;

    /// <summary>Validates the form for <paramref name="asset"/>, all fields at once.</summary>
    /// <param name="fitting">The consumables that can be ordered for the asset.</param>
    /// <param name="catalogue">A version of the catalogue that is not newer than <paramref name="fitting"/>.</param>
    public static Result<CartItem> Parse(
        CartForm form, Asset asset, Site site, IReadOnlyList<Consumable> fitting, string? catalogue, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(fitting);
        var check = new FieldChecks();
        var comment = check.OptionalText("comment", form.Comment, MaxComment);
        var reference = check.Optional("customerReference", form.CustomerReference, MaxCustomerReference);
        var lines = ParseLines(check, form.Lines ?? [], asset, fitting);
        return check.ResultOf(new CartItem(AssetSnapshot.Of(asset), site, lines, comment, reference, at, catalogue));
    }

    private static List<CartLine> ParseLines(
        FieldChecks check, IReadOnlyList<CartLineForm?> forms, Asset asset, IReadOnlyList<Consumable> fitting)
    {
        var lines = new List<CartLine>();
        if (forms.Count == 0) check.Refuse("lines", "Renseignez la quantité d'au moins une référence.");
        if (forms.Count > MaxLines) check.Refuse("lines", $"{MaxLines} références au plus par bien.");
        for (var n = 0; n < Math.Min(forms.Count, MaxLines); n++)
        {
            var field = $"lines[{n}]";
            if (forms[n] is not { } form || Named(form.Reference) is not { } consumable)
                check.Refuse($"{field}.reference", "Cette référence n'est pas prévue pour ce bien.");
            else if (lines.Exists(line => line.Reference == consumable.Reference))
                check.Refuse($"{field}.reference", "Cette référence figure déjà dans la liste.");
            else
                lines.Add(CartLine.Parse(check, field, form, consumable, asset));
        }

        return lines;

        Consumable? Named(string? text) => PlainText.TryOneLine(text, out var reference)
            ? fitting.FirstOrDefault(one => one.Reference.Value == reference)
            : null;
    }
}

/// <summary>A consumable in a cart item.</summary>
/// <param name="Colour">Null when it prints none.</param>
/// <param name="Included">Whether the asset's contract includes it.</param>
/// <param name="Price">Unit price in euros, excluding tax; null when included in the contract or on request.</param>
/// <param name="Stock">« Stock actuel »: the quantity that the customer still has.</param>
public sealed record CartLine(
    ConsumableReference Reference,
    string Designation,
    ConsumableColour? Colour,
    bool Included,
    decimal? Price,
    int Quantity,
    int Stock)
{
    internal static CartLine Parse(FieldChecks check, string field, CartLineForm form, Consumable consumable, Asset asset)
    {
        var bounds = consumable.Quantities;
        var quantity = check.WholeNumber($"{field}.quantity", form.Quantity, bounds.Minimum, bounds.Maximum);
        if (!bounds.Allow(quantity)) check.Refuse($"{field}.quantity", $"Cette référence se commande par {bounds.Pack}.");
        var stock = check.WholeNumber($"{field}.stock", form.Stock, 0, CartItem.MaxStock);
        return new CartLine(
            consumable.Reference, consumable.Designation, consumable.Colour, consumable.IsIncludedIn(asset.Contract),
            consumable.PriceIn(asset.Contract),
            quantity, stock);
    }

    /// <summary>The line at the price that it has in the catalogue; null when the reference is not in it.</summary>
    internal CartLine? In(IReadOnlyList<Consumable> fitting, AssetSnapshot asset) =>
        fitting.FirstOrDefault(one => one.Reference == Reference) is { } consumable
            ? this with { Included = consumable.IsIncludedIn(asset.Contract), Price = consumable.PriceIn(asset.Contract) }
            : null;
}

/// <summary>The form for one asset, not validated; null for missing fields.</summary>
public sealed record CartForm(IReadOnlyList<CartLineForm?>? Lines, string? Comment, string? CustomerReference);

/// <summary>The form of one line, not validated; null for missing fields.</summary>
public sealed record CartLineForm(string? Reference, decimal? Quantity, decimal? Stock);
