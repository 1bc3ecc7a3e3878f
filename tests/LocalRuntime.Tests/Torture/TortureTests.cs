using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>
/// Orchestrations of all shapes, their messages and their clients, in processes that are killed again and again over storage that fails in
/// all the ways that it may. What comes of them in the end is what comes of them without all this.
/// </summary>
/// <remarks>
/// The environment's <c>TORTURE_SEED</c> runs one seed alone, which repeats a failure; <c>TORTURE_SEEDS</c> runs so many (<c>200</c>), or
/// from one to another (<c>201-400</c>).
/// </remarks>
[Collection(nameof(Torture))]
public sealed class TortureTests(AzuriteFixture azurite)
{
    private const int Seeds = 20;
    private const int SeedsAtOnce = 8;
    private const int Waves = 3;
    private const int ActsOfAWave = 14;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private readonly ConcurrentDictionary<string, int> faults = new();
    private int orchestrations;
    private int kills;

    [Fact]
    public async Task KilledAndLetDown_EveryOrchestrationEndsAsItDoesInPeace_AndNoMessageIsLost()
    {
        var truth = TruthAsync();
        var failures = new ConcurrentBag<string>();
        var seeds = ChosenSeeds().ToList();
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = SeedsAtOnce, CancellationToken = Stop };
        await Parallel.ForEachAsync(seeds, parallelism, async (seed, _) =>
        {
            if (await FailureAsync(seed, truth) is not { } failure) return;
            failures.Add(failure);
            Tell(failure);
        });

        Tell($"{seeds.Count} seeds, {orchestrations} orchestrations, {kills} kills, {faults.Values.Sum()} faults: "
            + string.Join(", ", faults.OrderByDescending(fault => fault.Value).Select(fault => $"{fault.Value} {fault.Key}")));
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        Assert.True(kills >= Waves * seeds.Count, $"Only {kills} kills.");
    }

    private static IEnumerable<int> ChosenSeeds()
    {
        if (Environment.GetEnvironmentVariable("TORTURE_SEED") is { Length: > 0 } one) return [Parse(one)];
        var wish = (Environment.GetEnvironmentVariable("TORTURE_SEEDS") is { Length: > 0 } many ? many : $"{Seeds}").Split('-');
        var first = wish.Length == 1 ? 1 : Parse(wish[0]);
        return Enumerable.Range(first, Parse(wish[^1]) - first + 1);

        static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);
    }

    /// <summary>What comes of each act without faults.</summary>
    private async Task<Dictionary<Act, SortedSet<string>>> TruthAsync()
    {
        await using var run = await TortureRun.CalmAsync(azurite);
        await Task.WhenAll(Acts.All.Select(act => run.PlayAsync(act, Stop)));
        await Eventually.HoldsAsync(async () => await run.IsAtRestAsync(Stop), 120);
        var facts = (await run.FactsAsync(Stop)).ToDictionary(fact => run.ActsById[fact.Key], fact => fact.Value);
        foreach (var (act, lines) in facts)
        {
            var dead = lines.Count(line => line.Contains(" dead in ", StringComparison.Ordinal));
            Assert.True(dead == act.DeadLetters, $"{act}: {string.Join('\n', lines)}\n{run.App.Output}");
        }

        return facts;
    }

    /// <summary>Runs one seed; what was wrong then, or null.</summary>
    private async Task<string?> FailureAsync(int seed, Task<Dictionary<Act, SortedSet<string>>> truth)
    {
        var time = Stopwatch.StartNew();
        var (run, plan) = await TortureRun.StormyAsync(azurite, seed);
        await using var _ = run;
        var moments = new List<Kill>();
        try
        {
            var playing = await PlayAsync(run, seed, moments).WaitAsync(Patience, Stop);
            var expected = await truth;
            await Task.WhenAll(playing).WaitAsync(Patience, Stop);
            var differences = await DifferencesAsync(run, expected);
            Count(run, plan, moments);
            Tell($"Seed {seed}: {time.Elapsed.TotalSeconds:F1} s, {plan.Log.Count} faults, killed {string.Join("; ", moments)}");
            return differences.Count == 0 ? null : Report(string.Join('\n', differences));
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !Stop.IsCancellationRequested)
        {
            return Report($"{failure}");
        }

        string Report(string what)
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "torture")).FullName, $"{seed}.txt");
            what = $"Seed {seed} differs after {time.Elapsed.TotalSeconds:F0} s (alone: TORTURE_SEED={seed}; all of it: {path})\n{what}\n"
                + $"Killed {string.Join("\n  ", moments)}";
            File.WriteAllText(path, $"""
                {what}
                ---- The faults:
                {string.Join('\n', plan.Log)}
                ---- The requests:
                {string.Join('\n', run.Requests)}
                ---- The application wrote:
                {run.App.Output}
                """);
            return what;
        }
    }

    /// <summary>Plays all acts and some twice, in waves: in each one the process is killed, maybe twice.</summary>
    /// <returns>The clients that have not done all yet.</returns>
    private static async Task<List<Task<string>>> PlayAsync(TortureRun run, int seed, List<Kill> moments)
    {
        var acts = Enumerable.Range(0, Waves * ActsOfAWave).Select(n => Acts.All[n % Acts.All.Count]).ToArray();
        new Random(seed).Shuffle(acts);
        var playing = new List<Task<string>>();
        foreach (var (n, wave) in acts.Chunk(ActsOfAWave).Index())
        {
            var draw = new Draw(seed, $"kill {n}");
            var moment = Kill.AtWork(draw);
            run.Arm(moment);
            moments.Add(moment);
            var clients = wave.Select(act => run.PlayAsync(act, Stop)).ToList();
            playing.AddRange(clients);
            await KilledAsync(run, moment, clients);
            if (draw.Number(3, 3) != 0) continue;
            var again = Kill.AtRecovery(draw);
            run.Arm(again);
            moments.Add(again);
            await KilledAsync(run, again, clients);
        }

        return playing;
    }

    /// <summary>Returns when the process was killed, by this method if the moment does not come before all is over.</summary>
    private static async Task KilledAsync(TortureRun run, Kill moment, IReadOnlyCollection<Task<string>> clients)
    {
        var over = OverAsync();
        if (await Task.WhenAny(moment.Happened, over) == over)
        {
            await over;
            run.KillAtRest(moment);
        }

        await moment.Happened;

        async Task OverAsync()
        {
            var ids = await Task.WhenAll(clients);
            while (!moment.Happened.IsCompleted && !await run.AreOverAsync(ids, Stop)) await Task.Delay(Pause, Stop);
        }
    }

    /// <summary>What is not as it is without faults, even after a while.</summary>
    private static async Task<List<string>> DifferencesAsync(TortureRun run, Dictionary<Act, SortedSet<string>> truth)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var isAtRest = await run.IsAtRestAsync(Stop);
            var differences = new List<string>();
            if (isAtRest || waited.Elapsed > Patience)
            {
                var facts = await run.FactsAsync(Stop);
                foreach (var (id, lines) in facts)
                {
                    var expected = truth[run.ActsById[id]];
                    differences.AddRange(expected.Except(lines).Select(line => $"{id} lacks: {line}"));
                    differences.AddRange(lines.Except(expected).Select(line => $"{id} has besides: {line}"));
                }

                if (!isAtRest) differences.Add("Orchestrations or messages have not come to an end.");
                if (differences.Count == 0 || waited.Elapsed > Patience) return differences;
            }

            await Task.Delay(Pause, Stop);
        }
    }

    private void Count(TortureRun run, FaultPlan plan, List<Kill> moments)
    {
        foreach (var (fault, count) in plan.Counts) faults.AddOrUpdate(fault, count, (_, before) => before + count);
        Interlocked.Add(ref orchestrations, run.ActsById.Count);
        Interlocked.Add(ref kills, moments.Count);
    }

    private static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
