using System.Diagnostics;
using Dfm.BenchmarkApp;
using Dfm.Testing;

namespace Dfm.Benchmarks.Host;

/// <summary>
/// How many orchestrations with one external event and two activities end in a second, from the call that starts one to the answer that it
/// has ended, against the same storage requests made bare.
/// </summary>
internal static class Orchestrations
{
    private const double Target = 0.6;
    private const double MostRequests = 8;
    private const int Concurrency = 32;
    private const int WarmUp = 300;
    private const int Count = 1000;
    private const int Recorded = 100;
    private const int Rounds = 3;

    /// <summary>Turn and turn about; the figure is all orchestrations over all the time.</summary>
    public static async Task<Figure> Measure(StorageAccount storage)
    {
        var (requests, each) = await Record(storage);
        if (Environment.GetEnvironmentVariable("BENCH_OPERATIONS") is { Length: > 0 }) Console.WriteLine(string.Join('\n', requests));
        var bare = await BareOperations.Prepare(storage, "bare", requests);
        await using var app = await AppProcess.StartAsync(storage, "BenchHub");
        using var client = app.NewClient();
        await Run(client, "warm", WarmUp);
        await Bench.Repeat(WarmUp, Concurrency, bare.Perform);
        var (runtime, floor) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            runtime += await Run(client, $"round{round}", Count);
            floor += await Time(() => Bench.Repeat(Count, Concurrency, bare.Perform));
        }

        var ratio = floor / runtime;
        return new Figure(
            "orchestrations",
            $"{Rate(runtime)}/s, {Figure.Number(each)} requests each",
            $"{Rate(floor)}/s, {requests.Count} requests each",
            Figure.Number(ratio),
            $">= {Figure.Number(Target)}",
            ratio >= Target && each <= MostRequests);
    }

    private static string Rate(TimeSpan took) => $"{Rounds * Count / took.TotalSeconds:0}";

    private static async Task<TimeSpan> Time(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start);
    }

    private static Task<TimeSpan> Run(HttpClient client, string prefix, int count)
    {
        var started = 0;
        return Time(() => Bench.Repeat(count, Concurrency, () => RunOne(client, $"{prefix}-{Interlocked.Increment(ref started)}")));
    }

    private static async Task RunOne(HttpClient client, string id)
    {
        var answer = await client.GetStringAsync(new Uri($"{App.WorkPath}/{id}", UriKind.Relative));
        if (answer != "42") throw new InvalidOperationException($"{id} ended with {answer}.");
    }

    /// <summary>Runs some behind a proxy: what the storage is asked for by a usual one of them, and how often by one of them on average.</summary>
    private static async Task<(IReadOnlyList<StorageRequest> Usual, double Each)> Record(StorageAccount storage)
    {
        const string Prefix = "recorded";
        await using var proxy = await StorageProxy.StartAsync(storage);
        await using var app = await AppProcess.StartAsync(proxy.Account, "RecordedHub");
        using var client = app.NewClient();
        await Run(client, Prefix, Recorded);
        var lists = proxy.Requests
            .GroupBy(request => request.PartitionKey ?? (request.Entities.Count > 0 ? request.Entities[0].PartitionKey! : ""))
            .Where(group => group.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(group => group.ToList())
            .OrderBy(list => list.Count)
            .ToList();
        return (lists[lists.Count / 2], lists.Average(list => list.Count));
    }
}
