using Dfm.Benchmarks;
using Dfm.Benchmarks.Host;
using Dfm.Testing;

// name → the figure, in the order in which they are measured. Of the portal: the memory's last, since it fills the emulator.
(string Name, Func<Bench, Task<Figure>> Measure)[] ofPortal =
[
    ("raise", RaiseLatency.Measure),
    ("checkout", CheckoutLatency.Measure),
    ("assets", AssetList.Measure),
    ("throughput", Throughput.Measure),
    ("memory", UploadMemory.Measure),
];

// Of the portal, with an emulator of its own.
(string Name, Func<Task<Figure>> Measure)[] apart = [("telemetry", TelemetryCost.Measure)];

// Of the site, in a browser: so it needs both built and installed.
(string Name, Func<Task<IReadOnlyList<Figure>>> Measure)[] ofSite = [("site", SiteSpeed.Measure)];

// Of the local host alone.
(string Name, Func<StorageAccount, Task<Figure>> Measure)[] ofHost =
[
    ("http", Http.Measure),
    ("orchestrations", Orchestrations.Measure),
    ("idle", Idle.Measure),
];

string[] names =
[
    .. ofPortal.Select(figure => figure.Name), .. apart.Select(figure => figure.Name), .. ofSite.Select(figure => figure.Name),
    .. ofHost.Select(figure => figure.Name),
];
var wanted = args.Length == 0 ? names : args;
if (wanted.Except(names).Any() || Storage.FromEnvironment() is not { } storage)
{
    Console.Error.WriteLine($"""
        Measures the portal beside the bare storage operations, the site in a browser, and the local host beside what it stands on, in one run.

            ./portal bench [{string.Join("|", names)}]...

        AzureWebJobsStorage   the storage to measure with: that of an empty emulator
        BENCH_OPERATIONS      set to print which storage operations one DIT takes
        """);
    return 2;
}

Console.WriteLine(Figure.Heading);
if (ofPortal.Any(figure => wanted.Contains(figure.Name)))
{
    await using var bench = await Bench.StartAsync(storage);
    foreach (var (_, measure) in ofPortal.Where(figure => wanted.Contains(figure.Name))) Console.WriteLine(await measure(bench));
}

foreach (var (_, measure) in apart.Where(figure => wanted.Contains(figure.Name))) Console.WriteLine(await measure());
foreach (var (_, measure) in ofSite.Where(figure => wanted.Contains(figure.Name)))
    foreach (var figure in await measure()) Console.WriteLine(figure);
foreach (var (_, measure) in ofHost.Where(figure => wanted.Contains(figure.Name))) Console.WriteLine(await measure(storage));
return 0;
