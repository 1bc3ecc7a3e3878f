namespace Dfm.Core.Catalogue;

/// <summary>The quantities of a consumable that can be ordered at once, from the ERP.</summary>
/// <param name="Minimum">At least 1.</param>
/// <param name="Pack">The quantity must be a multiple of this, from 1; so are the minimum and the maximum.</param>
public sealed record QuantityBounds(int Minimum, int Maximum, int Pack)
{
    /// <summary>The upper limit of any quantity.</summary>
    public const int Most = 9_999;

    /// <summary>Whether the bounds are consistent.</summary>
    public bool AreSound() =>
        Minimum >= 1 && Pack >= 1 && Maximum >= Minimum && Maximum <= Most && Minimum % Pack == 0 && Maximum % Pack == 0;

    /// <summary>Whether <paramref name="quantity"/> can be ordered.</summary>
    public bool Allow(int quantity) => quantity >= Minimum && quantity <= Maximum && quantity % Pack == 0;
}
