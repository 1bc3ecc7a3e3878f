using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Benchmarks;

/// <summary>
/// How much longer raising a DIT takes while it is traced, measured and logged to a collector: two portals, each over an account of its own
/// in one emulator, asked turn and turn about, so that what else the machine does slows both.
/// </summary>
internal static class TelemetryCost
{
    private const double Target = 1.05;
    private const int Pairs = 5;
    private const int WarmUp = 100;
    private const int Count = 100;

    /// <summary>The median of five pairs.</summary>
    public static async Task<Figure> Measure()
    {
        await using var azurite = await Azurite.StartAsync();
        await using var collector = await OtlpCollector.StartAsync();
        await using var off = await Side.StartAsync(azurite.Account(0), new Dictionary<string, string>());
        await using var on = await Side.StartAsync(azurite.Account(1), collector.Settings);
        await Turns(WarmUp, off, on, new Samples(), new Samples());
        var (allOff, allOn, ratios) = (new Samples(), new Samples(), new List<double>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (samplesOff, samplesOn) = (new Samples(), new Samples());
            await Turns(Count, off, on, samplesOff, samplesOn);
            ratios.Add(samplesOn.P50 / samplesOff.P50);
            allOff.Add(samplesOff);
            allOn.Add(samplesOn);
        }

        if (collector.Received == 0) throw new InvalidOperationException("The portal has exported nothing: there was nothing to measure.");
        var ratio = ratios.Order().ElementAt(Pairs / 2);
        return new Figure(
            "telemetry", $"{allOn}", $"{allOff}", Figure.Number(ratio), $"<= {Figure.Number(Target)}", ratio <= Target);
    }

    private static async Task Turns(int count, Side off, Side on, Samples samplesOff, Samples samplesOn)
    {
        for (var n = 0; n < count; n++)
        {
            // Each is first as often as the other.
            var (first, second) = n % 2 == 0 ? ((off, samplesOff), (on, samplesOn)) : ((on, samplesOn), (off, samplesOff));
            await Turn(first);
            await Turn(second);
        }
    }

    private static async Task Turn((Side Side, Samples Samples) turn)
    {
        await turn.Samples.Take(turn.Side.Raise);
        // What the portal does behind its answer is not to disturb what is measured next.
        await Task.Delay(80);
    }

    /// <summary>A portal with its customer.</summary>
    private sealed class Side(FunctionAppProcess portal, PortalClient client) : IAsyncDisposable
    {
        private int raised;

        public static async Task<Side> StartAsync(StorageAccount storage, IReadOnlyDictionary<string, string> settings)
        {
            await BenchData.Load(storage);
            var portal = await PortalProcess.StartAsync(storage, settings);
            return new Side(portal, await PortalClient.SignIn(portal));
        }

        public Task<string> Raise() => client.Raise(BenchData.Assets[raised++ % BenchData.Assets.Count]);

        public ValueTask DisposeAsync() => portal.DisposeAsync();
    }
}
