using System.Diagnostics;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Durable.Store;

/// <summary>Figures, on demand: they say how fast, not whether it is right.</summary>
public sealed class MeasureTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Start_WithTenThousandWaiting()
    {
        var account = azurite.NewAccount();
        var watch = Stopwatch.StartNew();
        await using (var engine = await Engine.StartAsync(account))
        {
            var some = new ParallelOptions { MaxDegreeOfParallelism = 32 };
            await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), some, async (n, _) => await engine.RunAsync<Waits>($"waits-{n}"));
            await engine.HasAsync("waits-9999", history => history.Count > 2);
            await Task.Delay(3000, TestContext.Current.CancellationToken);
            output.WriteLine($"10,000 started in {watch.Elapsed.TotalSeconds:f1} s");
        }

        watch.Restart();
        await using var next = await Engine.StartAsync(account);
        output.WriteLine($"start with 10,000 waiting: {watch.ElapsedMilliseconds} ms");
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.Delay(10_000, TestContext.Current.CancellationToken);
        output.WriteLine($"idle for 10 s: {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds} ms of CPU");
        watch.Restart();
        await next.RaiseAsync("waits-77", "go", "on");
        await next.EndOfAsync("waits-77");
        output.WriteLine($"an event to one that is not in memory: {watch.ElapsedMilliseconds} ms");
    }

    [Fact(Explicit = true)]
    public async Task Turns_OneAfterTheOther()
    {
        await using var engine = await Engine.StartAsync(azurite.NewAccount());
        await engine.RunAsync<Calls>("warm", 20);
        await engine.EndOfAsync("warm");
        var watch = Stopwatch.StartNew();
        await engine.RunAsync<Calls>("calls", 90);
        await engine.EndOfAsync("calls");
        output.WriteLine($"a turn with an activity, one at a time: {watch.Elapsed.TotalMilliseconds / 91:f2} ms");
        watch.Restart();
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (n, _) =>
        {
            await engine.RunAsync<Calls>($"c-{n}", 2);
            await engine.EndOfAsync($"c-{n}");
        });
        output.WriteLine($"500 instances of two activities, 32 at a time: {500 / watch.Elapsed.TotalSeconds:f0} per second");
    }
}
