using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>What somebody wants for one asset: a part of « Mon panier » (manual, chapter 5).</summary>
/// <param name="Asset">The asset, as it stood.</param>
/// <param name="Site">Where it stood: the address that it goes to.</param>
/// <param name="Lines">What is wanted, at least one line, no reference twice.</param>
/// <param name="Comment">« Commentaire »: access codes, building, door, contact, service. It goes onto the delivery note.</param>
/// <param name="CustomerReference">« Référence interne de commande client »: it never goes onto the delivery note.</param>
/// <param name="ChangedAt">When it was last entered.</param>
public sealed record CartItem(
    AssetSnapshot Asset,
    Site Site,
    IReadOnlyList<CartLine> Lines,
    string? Comment,
    string? CustomerReference,
    DateTimeOffset ChangedAt)
{
    /// <summary>The most lines for one asset.</summary>
    public const int MaxLines = 30;

    /// <summary>The longest comment, in UTF-16 units.</summary>
    public const int MaxComment = 1000;

    /// <summary>The longest reference of the customer's own, in UTF-16 units.</summary>
    public const int MaxCustomerReference = 50;

    /// <summary>More than anybody keeps.</summary>
    public const int MaxStock = 9_999;

    /// <summary>Checks what was entered for <paramref name="asset"/>, all fields at once.</summary>
    /// <param name="form">What was entered.</param>
    /// <param name="asset">The asset.</param>
    /// <param name="site">Where it stands.</param>
    /// <param name="fitting">What can be ordered for it.</param>
    /// <param name="at">Now.</param>
    public static Result<CartItem> Parse(CartForm form, Asset asset, Site site, IReadOnlyList<Consumable> fitting, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(fitting);
        var check = new FieldChecks();
        var comment = check.Optional("comment", form.Comment, MaxComment);
        var reference = check.Optional("customerReference", form.CustomerReference, MaxCustomerReference);
        var lines = ParseLines(check, form.Lines ?? [], asset, fitting);
        return check.Problem is { } problem ? problem : new CartItem(AssetSnapshot.Of(asset), site, lines, comment, reference, at);
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
            if (forms[n] is not { } form || fitting.FirstOrDefault(one => one.Reference.Value == form.Reference) is not { } consumable)
                check.Refuse($"{field}.reference", "Cette référence n'est pas prévue pour ce bien.");
            else if (lines.Exists(line => line.Reference == consumable.Reference))
                check.Refuse($"{field}.reference", "Cette référence figure déjà dans la liste.");
            else
                lines.Add(CartLine.Parse(check, field, form, consumable, asset));
        }

        return lines;
    }
}

/// <summary>How many of one consumable are wanted.</summary>
/// <param name="Reference">The consumable.</param>
/// <param name="Designation">What people call it.</param>
/// <param name="Colour">The colour that it prints, if any.</param>
/// <param name="Included">Whether the asset's contract includes it.</param>
/// <param name="Price">One's price in euros without tax; null when it is included, or on request.</param>
/// <param name="Quantity">How many are wanted.</param>
/// <param name="Stock">« Stock actuel »: how many the customer still has.</param>
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
            consumable.Reference, consumable.Designation, consumable.Colour, consumable.IsIncludedFor(asset), consumable.PriceFor(asset),
            quantity, stock);
    }
}

/// <summary>The fields for one asset as they came in, unchecked; null where one is missing.</summary>
public sealed record CartForm(IReadOnlyList<CartLineForm?>? Lines, string? Comment, string? CustomerReference);

/// <summary>The fields of one line as they came in, unchecked; null where one is missing.</summary>
public sealed record CartLineForm(string? Reference, decimal? Quantity, decimal? Stock);
