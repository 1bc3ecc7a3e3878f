namespace Dfm.Benchmarks;

/// <summary>How much longer raising a DIT takes than what must be durable before it is answered: one blob, one transaction.</summary>
internal static class RaiseLatency
{
    private const double Target = 1.5;
    private const int WarmUp = 150;
    private const int Count = 300;

    /// <summary>One after the other, turn and turn about.</summary>
    public static async Task<Figure> Measure(Bench bench)
    {
        var (portal, floor) = (new Samples(), new Samples());
        var bare = await BareOperations.Prepare(bench.Storage, "raise", bench.Operations.BeforeAnswer);
        await Turns(WarmUp, bench, bare, new Samples(), new Samples());
        await Turns(Count, bench, bare, portal, floor);
        return Figure.AtMost("raise", portal, floor, Target);
    }

    private static async Task Turns(int count, Bench bench, BareOperations bare, Samples portal, Samples floor)
    {
        for (var n = 0; n < count; n++)
        {
            await portal.Take(() => bench.Client.Raise(bench.NextAsset()));
            // What the portal does behind its answer is not to disturb what is measured next.
            await Task.Delay(80);
            await floor.Take(bare.Perform);
        }
    }
}
