using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Benchmarks;

/// <summary>What every figure measures with: the portal as a process of its own, the storage under it, and the list of operations.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly FunctionAppProcess portal;
    private int raised;

    private Bench(StorageAccount storage, FunctionAppProcess portal, PortalClient client, RecordedOperations operations) =>
        (Storage, this.portal, Client, Operations) = (storage, portal, client, operations);

    /// <summary>The storage that both use.</summary>
    public StorageAccount Storage { get; }

    /// <summary>Calls the portal as its customer.</summary>
    public PortalClient Client { get; }

    /// <summary>What one DIT and one checkout ask of the storage.</summary>
    public RecordedOperations Operations { get; }

    /// <summary>The portal's process.</summary>
    public int ProcessId => portal.Id;

    /// <summary>The next printer: each as often as the others, and never two DITs on one at the same time.</summary>
    public string NextAsset() => BenchData.Assets[(Interlocked.Increment(ref raised) & int.MaxValue) % BenchData.Assets.Count];

    /// <summary>Loads the data, records their operations through a proxy, then starts the portal that is measured.</summary>
    public static async Task<Bench> StartAsync(StorageAccount storage)
    {
        await BenchData.Load(storage);
        var operations = await RecordedOperations.Record(storage);
        if (Environment.GetEnvironmentVariable("BENCH_OPERATIONS") is { Length: > 0 }) Console.WriteLine(operations);
        var portal = await PortalProcess.StartAsync(storage);
        return new Bench(storage, portal, await PortalClient.SignIn(portal), operations);
    }

    /// <summary>Runs <paramref name="action"/> <paramref name="times"/> times, always <paramref name="concurrency"/> at once.</summary>
    public static Task Repeat(int times, int concurrency, Func<Task> action) => Repeat(times, concurrency, _ => action());

    /// <summary>Runs <paramref name="action"/> for each number below <paramref name="times"/>, always <paramref name="concurrency"/> at once.</summary>
    public static Task Repeat(int times, int concurrency, Func<int, Task> action) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, times),
            new ParallelOptions { MaxDegreeOfParallelism = concurrency },
            async (number, _) => await action(number));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => portal.DisposeAsync();
}
