using System.Security.Cryptography;
using System.Text.Json;
using Dfm.Core.Parc;

namespace Dfm.Core.Carts;

/// <summary>
/// The version of a cart: each asset's id with a short hash of its item. A cart that was changed concurrently can thus be refused with the
/// differences, and entering the same item again does not change the version.
/// </summary>
public static class CartVersion
{
    private const int HashBytes = 6;
    private const char BetweenItems = '.';
    private const char BeforeHash = ':';

    /// <summary>The version of a cart; empty for an empty cart.</summary>
    public static string Of(Cart cart)
    {
        ArgumentNullException.ThrowIfNull(cart);
        return string.Join(BetweenItems, cart.Items.Select(item => $"{item.Asset.Asset}{BeforeHash}{Hash(item)}"));
    }

    /// <summary>
    /// The assets of <paramref name="cart"/> whose items differ from the version that the caller has seen; empty when none do.
    /// </summary>
    public static IReadOnlyList<CartDifference> Differences(string seen, Cart cart)
    {
        ArgumentNullException.ThrowIfNull(cart);
        var before = Read(seen);
        var added = cart.Items.Where(item => !before.ContainsKey(item.Asset.Asset.Value))
            .Select(item => new CartDifference(item.Asset.Asset.Value, $"{Name(item)} a été ajouté."));
        var changed = cart.Items.Where(item => before.TryGetValue(item.Asset.Asset.Value, out var hash) && hash != Hash(item))
            .Select(item => new CartDifference(item.Asset.Asset.Value, $"{Name(item)} a été modifié."));
        var removed = before.Keys.Where(asset => cart.Items.All(item => item.Asset.Asset.Value != asset))
            .Select(asset => new CartDifference(asset, "Ce bien a été retiré."));
        return [.. added, .. changed, .. removed];
    }

    private static Dictionary<string, string> Read(string seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var items = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in seen.Split(BetweenItems, StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = item.IndexOf(BeforeHash, StringComparison.Ordinal);
            // An entry without a valid asset id was never issued: it is ignored, so that the cart's assets count as unseen.
            if (colon > 0 && AssetId.TryParse(item[..colon], out var asset)) items[asset.Value] = item[(colon + 1)..];
        }

        return items;
    }

    private static string Name(CartItem item) => $"« {item.Asset.Designation} » ({item.Asset.Asset})";

    private static string Hash(CartItem item)
    {
        var wanted = JsonSerializer.SerializeToUtf8Bytes(item with { ChangedAt = default, Catalogue = null });
        return Convert.ToHexStringLower(SHA256.HashData(wanted).AsSpan(0, HashBytes));
    }
}

/// <summary>An item that differs from the version that the caller has seen.</summary>
/// <param name="Message">One French sentence.</param>
public sealed record CartDifference(string Asset, string Message);
