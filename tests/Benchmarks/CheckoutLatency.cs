namespace Dfm.Benchmarks;

/// <summary>How much longer a checkout of five lines, two orders, takes than the transaction that must be durable before it is answered.</summary>
internal static class CheckoutLatency
{
    private const double Target = 1.5;
    private const int WarmUp = 100;
    private const int Count = 200;

    /// <summary>One after the other, turn and turn about. Filling the cart is not measured.</summary>
    public static async Task<Figure> Measure(Bench bench)
    {
        var (portal, floor) = (new Samples(), new Samples());
        var bare = await BareOperations.Prepare(bench.Storage, "checkout", bench.Operations.Checkout);
        await Turns(WarmUp, bench, bare, new Samples(), new Samples());
        await Turns(Count, bench, bare, portal, floor);
        return Figure.AtMost("checkout", portal, floor, Target);
    }

    private static async Task Turns(int count, Bench bench, BareOperations bare, Samples portal, Samples floor)
    {
        for (var n = 0; n < count; n++)
        {
            var version = await bench.Client.SetCartItem();
            await bare.Restore();
            await portal.Take(() => bench.Client.CheckOut(version));
            // What the portal does behind its answer is not to disturb what is measured next.
            await Task.Delay(200);
            await floor.Take(bare.Perform);
        }
    }
}
