using System.Diagnostics;

namespace Dfm.Benchmarks;

/// <summary>How many DITs a second, until their mails are in the mailbox, against all their storage operations made bare.</summary>
internal static class Throughput
{
    private const double Target = 0.6;
    private const int Concurrency = 32;
    private const int WarmUp = 160;
    private const int Count = 320;
    private const int Rounds = 3;
    private static readonly TimeSpan QueuePause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Round about; the figure is all DITs over all the time.</summary>
    public static async Task<Figure> Measure(Bench bench)
    {
        var bare = await BareOperations.Prepare(bench.Storage, "mailed", bench.Operations.UntilMailed);
        var (portal, floor) = (TimeSpan.Zero, TimeSpan.Zero);
        var (answers, lists) = (new Samples(), new Samples());
        await Portal(bench, WarmUp, new Samples());
        await Floor(bare, WarmUp, new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            portal += await Portal(bench, Count, answers);
            // What is left to do behind the mails is not to disturb the floor.
            await Task.Delay(TimeSpan.FromSeconds(2));
            floor += await Floor(bare, Count, lists);
        }

        var ratio = floor / portal;
        return new Figure(
            "throughput",
            $"{Rate(portal)}/s, 201: p50 {answers.P50:0} ms, p95 {answers.P95:0} ms",
            $"{Rate(floor)}/s, p50 {lists.P50:0} ms, p95 {lists.P95:0} ms",
            Figure.Number(ratio),
            $">= {Figure.Number(Target)}",
            ratio >= Target);
    }

    private static string Rate(TimeSpan took) => $"{Rounds * Count / took.TotalSeconds:0.0}";

    private static async Task<TimeSpan> Floor(BareOperations bare, int count, Samples lists)
    {
        var watch = Stopwatch.StartNew();
        await Bench.Repeat(count, Concurrency, () => lists.Take(bare.Perform));
        return watch.Elapsed;
    }

    private static async Task<TimeSpan> Portal(Bench bench, int count, Samples answers)
    {
        var numbers = new List<string>();
        var watch = Stopwatch.StartNew();
        await Bench.Repeat(count, Concurrency, async () =>
        {
            var number = "";
            await answers.Take(async () => number = await bench.Client.Raise(bench.NextAsset()));
            lock (numbers) numbers.Add(number);
        });
        await Mailed(bench, numbers, watch);
        return watch.Elapsed;
    }

    /// <summary>
    /// Looks at the mailbox seldom, since looking takes the storage's time: when no mail waits to be sent, and again when the rest should
    /// have come at the pace so far.
    /// </summary>
    private static async Task Mailed(Bench bench, List<string> numbers, Stopwatch watch)
    {
        while (true)
        {
            while (await bench.Client.CountQueued() > 0) await Task.Delay(QueuePause);
            var mailed = await bench.Client.MailedDits(numbers.Count);
            var missing = numbers.Count(number => !mailed.Contains(number));
            if (missing == 0) return;
            if (watch.Elapsed > Patience) throw new InvalidOperationException($"After {watch.Elapsed}, {missing} mails are missing.");
            var pause = watch.Elapsed * missing / Math.Max(1, numbers.Count - missing);
            await Task.Delay(pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause);
        }
    }
}
