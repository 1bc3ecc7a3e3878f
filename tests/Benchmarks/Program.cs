using Dfm.Benchmarks;

// name → the figure; in the order in which they are measured: the memory's last, since it fills the emulator.
(string Name, Func<Bench, Task<Figure>> Measure)[] figures =
[
    ("raise", RaiseLatency.Measure),
    ("assets", AssetList.Measure),
    ("throughput", Throughput.Measure),
    ("memory", UploadMemory.Measure),
];

var wanted = args.Length == 0 ? [.. figures.Select(figure => figure.Name)] : args;
if (wanted.Except(figures.Select(figure => figure.Name)).Any() || Storage.FromEnvironment() is not { } storage)
{
    Console.Error.WriteLine($"""
        Measures the portal beside the bare storage operations, in one run.

            ./portal bench [{string.Join("|", figures.Select(figure => figure.Name))}]...

        AzureWebJobsStorage   the storage to measure with: that of an empty emulator
        BENCH_OPERATIONS      set to print which storage operations one DIT takes
        """);
    return 2;
}

await using var bench = await Bench.StartAsync(storage);
Console.WriteLine(Figure.Heading);
foreach (var (_, measure) in figures.Where(figure => wanted.Contains(figure.Name))) Console.WriteLine(await measure(bench));
return 0;
