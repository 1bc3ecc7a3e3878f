using Dfm.Core.Catalogue;

namespace Dfm.Core.Orders;

/// <summary>The order history of a consumable for one asset.</summary>
/// <param name="Last">The last order that was not cancelled; null when there is none.</param>
/// <param name="OnTheWay">What was ordered and is not sent yet, newest first.</param>
/// <param name="UsePerYear">The estimated use per year, rounded up; null while there is too little history.</param>
public sealed record ConsumableHistory(OrderedBefore? Last, IReadOnlyList<OrderedBefore> OnTheWay, int? UsePerYear)
{
    /// <summary>The period of orders that the estimate is based on, in days.</summary>
    private const double DaysTold = 365;

    /// <summary>The minimum age of the oldest order for an estimate, in days.</summary>
    private const double LeastDays = 90;

    /// <summary>The history of <paramref name="reference"/>.</summary>
    /// <param name="orders">The asset's orders, newest first; one page suffices.</param>
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

    /// <summary>The quantity ordered since the oldest of these orders, scaled to a year.</summary>
    private static int? Use(IReadOnlyList<(double Age, int Quantity)> orders)
    {
        var days = orders.Select(order => order.Age).DefaultIfEmpty().Max();
        return days < LeastDays ? null : (int)Math.Ceiling(orders.Sum(order => order.Quantity) * DaysTold / days);
    }
}

/// <summary>An earlier order of a consumable.</summary>
/// <param name="Quantity">The quantity ordered; for <see cref="ConsumableHistory.OnTheWay"/>, the part that is not sent yet.</param>
public sealed record OrderedBefore(OrderNumber Number, DateTimeOffset PlacedAt, int Quantity);
