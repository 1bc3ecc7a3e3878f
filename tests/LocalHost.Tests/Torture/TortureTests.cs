using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Torture;

/// <summary>
/// Orchestrations of all shapes, their messages and their clients, in processes that are killed again and again over storage that fails in
/// all the ways that it may. What comes of them in the end is what comes of them without all this.
/// </summary>
/// <remarks>The environment's <c>TORTURE_SEEDS</c> runs so many seeds (<c>200</c>), or from one to another (<c>7-7</c>).</remarks>
public sealed class TortureTests(AzuriteFixture azurite)
{
    private const string Seeds = "2";
    private const int Waves = 2;
    private const int ActsOfAWave = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledAndLetDown_EveryOrchestrationEndsAsItDoesInPeace_AndNoMessageIsLost()
    {
        var truth = TruthAsync();
        var failures = new ConcurrentBag<string>();
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount), CancellationToken = Stop };
        try
        {
            await Parallel.ForEachAsync(ChosenSeeds(), parallelism, async (seed, _) =>
            {
                if (await FailureAsync(seed, truth) is { } failure) failures.Add(failure);
            });
        }
        finally
        {
            await truth;
        }

        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static IEnumerable<int> ChosenSeeds()
    {
        var wish = (Environment.GetEnvironmentVariable("TORTURE_SEEDS") is { Length: > 0 } many ? many : Seeds).Split('-');
        var numbers = wish.Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var first = numbers.Length == 1 ? 1 : numbers[0];
        return Enumerable.Range(first, numbers[^1] - first + 1);
    }

    /// <summary>What comes of each act without faults.</summary>
    private async Task<Dictionary<Act, SortedSet<string>>> TruthAsync()
    {
        await using var run = await TortureRun.StartAsync(azurite, null);
        await Task.WhenAll(Act.All.Select(act => run.PlayAsync(act, Stop)));
        await Eventually.HoldsAsync(async () => await run.IsAtRestAsync(Stop));
        var facts = (await run.FactsAsync(Stop)).ToDictionary(fact => run.Acts[fact.Key], fact => fact.Value);
        foreach (var (act, lines) in facts)
        {
            var dead = lines.Count(line => line.Contains(" dead in ", StringComparison.Ordinal));
            Assert.True(dead == act.DeadLetters, $"{act}: {string.Join('\n', lines)}");
        }

        return facts;
    }

    /// <summary>Runs one seed; what was wrong then, or null.</summary>
    private async Task<string?> FailureAsync(int seed, Task<Dictionary<Act, SortedSet<string>>> truth)
    {
        var (time, faults, kills) = (Stopwatch.StartNew(), new FaultPlan(seed), new List<Kill>());
        await using var run = await TortureRun.StartAsync(azurite, faults);
        string differences;
        try
        {
            await PlayAsync(run, new Random(seed), kills).WaitAsync(Patience.Longest, Stop);
            differences = string.Join('\n', await DifferencesAsync(run, await truth));
        }
        catch (Exception failure) when (!Stop.IsCancellationRequested)
        {
            differences = $"{failure}";
        }

        var summary = $"Seed {seed}: {time.Elapsed.TotalSeconds:F0} s, {run.Acts.Count} acts, {faults.Log.Count} faults, "
            + $"{run.App.Falls} falls, killed {string.Join("; ", kills)}";
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        if (differences.Length == 0) return null;
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "torture")).FullName, $"{seed}.txt");
        string[] report =
        [
            summary, differences, "---- The faults:", .. faults.Log, "---- The requests:", .. run.Requests.Select(request => $"{request}"),
            "---- The application wrote:", run.App.Output,
        ];
        await File.WriteAllLinesAsync(path, report, Stop);
        return $"{summary}\n{differences}\nAll of it: {path}";
    }

    /// <summary>Plays acts in waves; in each one the process is killed, maybe twice.</summary>
    private static async Task PlayAsync(TortureRun run, Random random, List<Kill> kills)
    {
        var acts = Enumerable.Range(0, Waves * ActsOfAWave).Select(n => Act.All[n % Act.All.Count]).ToArray();
        random.Shuffle(acts);
        var playing = new List<Task<string>>();
        foreach (var wave in acts.Chunk(ActsOfAWave))
        {
            var clients = wave.Select(act => run.PlayAsync(act, Stop)).ToList();
            playing.AddRange(clients);
            for (var n = random.Next(1, 3); n > 0; n--)
            {
                var moment = new Kill(random);
                kills.Add(moment);
                run.Arm(moment);
                await KilledAsync(run, moment, clients);
            }
        }

        await Task.WhenAll(playing);
    }

    /// <summary>Returns when the process was killed, by this method if the moment does not come before all is over.</summary>
    private static async Task KilledAsync(TortureRun run, Kill moment, List<Task<string>> clients)
    {
        while (!moment.Happened.IsCompleted)
        {
            if (clients.TrueForAll(client => client.IsCompleted)
                && await run.AreOverAsync([.. clients.Select(client => client.Result)], Stop))
                run.KillAtRest(moment);
            await Task.Delay(Pause, Stop);
        }
    }

    /// <summary>What is not as it is without faults when all has come to an end.</summary>
    private static async Task<List<string>> DifferencesAsync(TortureRun run, Dictionary<Act, SortedSet<string>> truth)
    {
        var waited = Stopwatch.StartNew();
        while (!await run.IsAtRestAsync(Stop) && waited.Elapsed < Patience.Longest) await Task.Delay(Pause, Stop);
        var differences = new List<string>();
        if (waited.Elapsed >= Patience.Longest) differences.Add("Orchestrations or messages have not come to an end.");
        foreach (var (id, lines) in await run.FactsAsync(Stop))
        {
            var expected = truth[run.Acts[id]];
            differences.AddRange(expected.Except(lines).Select(line => $"{id} lacks: {line}"));
            differences.AddRange(lines.Except(expected).Select(line => $"{id} has besides: {line}"));
        }

        return differences;
    }
}
