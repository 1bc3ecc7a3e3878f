namespace Dfm.Core.Orders;

/// <summary>How many of a consumable can be ordered at once; the ERP's data.</summary>
/// <param name="Minimum">At least so many, from 1.</param>
/// <param name="Maximum">At most so many.</param>
/// <param name="Pack">Only whole packs of so many, from 1; the minimum and the maximum are whole packs.</param>
public sealed record QuantityBounds(int Minimum, int Maximum, int Pack)
{
    /// <summary>More than anybody orders at once.</summary>
    public const int Most = 9_999;

    /// <summary>Whether the three fit together.</summary>
    public bool AreSound() =>
        Minimum >= 1 && Pack >= 1 && Maximum >= Minimum && Maximum <= Most && Minimum % Pack == 0 && Maximum % Pack == 0;

    /// <summary>Whether <paramref name="quantity"/> can be ordered.</summary>
    public bool Allow(int quantity) => quantity >= Minimum && quantity <= Maximum && quantity % Pack == 0;
}
