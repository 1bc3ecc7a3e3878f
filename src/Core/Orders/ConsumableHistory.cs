namespace Dfm.Core.Orders;

/// <summary>What an asset's orders tell of one consumable.</summary>
/// <param name="Last">What was ordered last, whatever became of it but a cancellation; null when it never was.</param>
/// <param name="OnTheWay">What was ordered and not sent yet, newest first.</param>
/// <param name="UsePerYear">How many the asset uses in a year, rounded up; null while its orders do not tell yet.</param>
public sealed record ConsumableHistory(OrderedBefore? Last, IReadOnlyList<OrderedBefore> OnTheWay, int? UsePerYear)
{
    /// <summary>How far back orders tell of the present use, in days.</summary>
    private const double DaysTold = 365;

    /// <summary>How long orders must go back before they tell of a use, in days.</summary>
    private const double LeastDays = 90;

    /// <summary>The history of <paramref name="reference"/>.</summary>
    /// <param name="reference">The consumable.</param>
    /// <param name="orders">The asset's orders, newest first; a page of them will do.</param>
    /// <param name="at">Now.</param>
    public static ConsumableHistory Of(ConsumableReference reference, IReadOnlyList<AssetOrder> orders, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var found = orders
            .Where(order => order.Order.State is not OrderState.Cancelled)
            .SelectMany(order => order.Lines.Where(line => line.Reference == reference).Select(line => (order.Order, Line: line)))
            .ToList();
        return new(
            found.Select(one => new OrderedBefore(one.Order.Number, one.Order.PlacedAt, one.Line.Quantity)).FirstOrDefault(),
            [
                .. found.Where(one => one.Order.State.IsOpen() && one.Line.Delivered < one.Line.Quantity)
                    .Select(one => new OrderedBefore(one.Order.Number, one.Order.PlacedAt, one.Line.Quantity - one.Line.Delivered)),
            ],
            Use([.. found.Select(one => (Age: (at - one.Order.PlacedAt).TotalDays, one.Line.Quantity)).Where(one => one.Age <= DaysTold)]));
    }

    /// <summary>What was ordered since the first of these orders, for a year.</summary>
    private static int? Use(IReadOnlyList<(double Age, int Quantity)> orders)
    {
        var days = orders.Select(order => order.Age).DefaultIfEmpty().Max();
        return days < LeastDays ? null : (int)Math.Ceiling(orders.Sum(order => order.Quantity) * DaysTold / days);
    }
}

/// <summary>What was ordered of a consumable before.</summary>
/// <param name="Number">The order.</param>
/// <param name="PlacedAt">When.</param>
/// <param name="Quantity">How many: of what was ordered last all, of what is on its way those that are.</param>
public sealed record OrderedBefore(OrderNumber Number, DateTimeOffset PlacedAt, int Quantity);
