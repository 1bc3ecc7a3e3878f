using System.Diagnostics;
using System.Globalization;
using Dfm.BenchmarkApp;
using Dfm.Testing;

namespace Dfm.Benchmarks.Host;

/// <summary>What an idle app with 10,000 waiting orchestrations uses, and how fast it starts, against one that has none.</summary>
internal static class Idle
{
    private const int Waiting = 10_000;
    private const int Concurrency = 32;
    private const double MostProcessor = 0.035;
    private const double MostMemory = 100;
    private const double LongestStart = 4;
    private const string Hub = "IdleHub";
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    /// <summary>Fills a hub, starts an app over it and watches it; then sees that it still wakes.</summary>
    public static async Task<Figure> Measure(StorageAccount storage)
    {
        await Fill(storage);
        var empty = await Watch(storage, "EmptyHub", _ => Task.CompletedTask);
        var full = await Watch(storage, Hub, Wakes);
        var more = full.Memory - empty.Memory;
        return new Figure(
            "idle",
            $"{Waiting} waiting: {full}",
            $"none waiting: {empty}",
            $"+{more:0} MB",
            $"< {MostMemory:0} MB, < {MostProcessor:0%}, < {LongestStart:0} s",
            more < MostMemory && full.Processor < MostProcessor && full.Start.TotalSeconds < LongestStart);
    }

    private static async Task Fill(StorageAccount storage)
    {
        await using var app = await AppProcess.StartAsync(storage, Hub);
        using var client = app.NewClient();
        await Bench.Repeat(Waiting, Concurrency, n => client.GetStringAsync(new Uri($"{App.WaitPath}/waiting-{n}", UriKind.Relative)));
    }

    private static async Task<Use> Watch(StorageAccount storage, string hub, Func<AppProcess, Task> check)
    {
        await using var app = await AppProcess.StartAsync(storage, hub);
        await Task.Delay(Settling);
        var (processor, start) = (app.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(Watched);
        var use = new Use(app.StartTook, (app.ProcessorTime - processor) / Stopwatch.GetElapsedTime(start), app.Memory);
        await check(app);
        return use;
    }

    /// <summary>An event reaches one that waits: the app was idle, not dead.</summary>
    private static async Task Wakes(AppProcess app)
    {
        using var client = app.NewClient();
        var answer = await client.GetStringAsync(new Uri($"{App.WakePath}/waiting-{Waiting / 2}", UriKind.Relative));
        if (answer != "true") throw new InvalidOperationException($"The waiting orchestration answered {answer}.");
    }

    private sealed record Use(TimeSpan Start, double Processor, double Memory)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"start {Start.TotalSeconds:0.00} s, core {Processor:0.00%}, {Memory:0} MB");
    }
}
