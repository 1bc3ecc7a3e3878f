using Dfm.BenchmarkApp;
using Dfm.Testing;

namespace Dfm.Benchmarks.Host;

/// <summary>How many small JSON answers a function gives in a second, with middleware, against the same endpoint as a minimal API.</summary>
internal static class Http
{
    private const double Target = 0.8;
    private const int Connections = 16;
    private const int Rounds = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <summary>Each in a process of its own; turn and turn about.</summary>
    public static async Task<Figure> Measure(StorageAccount storage)
    {
        await using var functions = await AppProcess.StartAsync(storage, "HttpHub");
        await using var bare = await AppProcess.StartBareAsync();
        await HttpLoad.Run(functions.Port, App.GreetingPath, Connections, WarmUp);
        await HttpLoad.Run(bare.Port, App.GreetingPath, Connections, WarmUp);
        var (answered, floor) = (0L, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            answered += await HttpLoad.Run(functions.Port, App.GreetingPath, Connections, Round);
            floor += await HttpLoad.Run(bare.Port, App.GreetingPath, Connections, Round);
        }

        var ratio = (double)answered / floor;
        return new Figure(
            "http", Rate(answered), Rate(floor), Figure.Number(ratio), $">= {Figure.Number(Target)}", ratio >= Target);
    }

    private static string Rate(long answers) => $"{answers / (Rounds * Round.TotalSeconds):0}/s";
}
