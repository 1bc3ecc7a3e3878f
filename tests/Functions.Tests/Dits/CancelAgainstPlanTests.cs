using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Parc;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Dits.DitPortal;

namespace Dfm.Functions.Tests.Dits;

/// <summary>
/// The customer cancels and the service desk plans at the same instant, many times: the DIT's row lets one of them win, and everything
/// that follows tells the winner's story alone.
/// </summary>
public sealed class CancelAgainstPlanTests(AzuriteFixture azurite)
{
    private const int Races = 200;
    private const int AtOnce = 8;
    private const int Assets = 20;

    [Fact]
    public async Task OneWins_EachTime_AndJournalQueueLifecycleAndMailsTellTheSameStory()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Ports);
        await using var portal = await DitPortal.StartAsync(azurite.NewAccount().Through(proxy.Ports));
        await ActivatorUtilities.CreateInstance<AssetWriter>(portal.Portal.Services).Write(
            Enumerable.Range(0, Assets).Select(n => Asset($"r{n}", "c1", "s1", AssetKind.Printing)), null, TestContext.Current.CancellationToken);
        var numbers = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, Races, Parallelism, async (n, _) => numbers.Add(Number(await Raised(portal.User, $"r{n % Assets}"))));
        await Until(async () => (await Queue(portal, "AwaitingPlanning")).Count == Races);

        var start = new StartingLine(numbers);
        proxy.BeforeForwarding = start.Wait;
        var winners = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(numbers, Parallelism, async (number, _) => winners[number] = await Race(portal, number));
        proxy.BeforeForwarding = null;

        // Were one of them always faster, or did they never meet, the test would show nothing.
        var cancelled = winners.Where(winner => winner.Value is "Cancelled").Select(winner => winner.Key).ToHashSet();
        var planned = winners.Where(winner => winner.Value is "Planned").Select(winner => winner.Key).ToHashSet();
        Assert.Equal(Races, cancelled.Count + planned.Count);
        Assert.True(Math.Min(cancelled.Count, planned.Count) >= Races / 10, $"{cancelled.Count} were cancelled, {planned.Count} planned.");
        Assert.True(start.Met >= Races * 9 / 10, $"The two met {start.Met} times.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{cancelled.Count} cancelled, {planned.Count} planned, met {start.Met} times.");

        var mails = await Mails(portal);
        Assert.Equal(
            winners.SelectMany(winner => new[] { $"dit-{winner.Key}-1-Raised", $"dit-{winner.Key}-2-{winner.Value}" }).Order(StringComparer.Ordinal),
            mails);
        await Until(async () => cancelled.SetEquals(await Queue(portal, "Cancelled")) && planned.SetEquals(await Queue(portal, "Planned")));
        Assert.Empty(await Queue(portal, "AwaitingPlanning"));
        await Parallel.ForEachAsync(winners, Parallelism, async (winner, _) => await TellsTheStory(portal, winner.Key, winner.Value));
    }

    private static async Task<string> Race(DitPortal portal, string number)
    {
        var cancelling = Cancel(portal.User, number);
        var planning = portal.Move(number, "Plan");
        using var cancel = await cancelling;
        using var plan = await planning;
        switch (cancel.StatusCode, plan.StatusCode)
        {
            case (HttpStatusCode.OK, _):
                Assert.Equal("Cancelled", (await plan.IsProblem(HttpStatusCode.Conflict, "dit-transition-not-allowed")).GetProperty("state").GetString());
                return "Cancelled";
            default:
                Assert.Equal(HttpStatusCode.OK, plan.StatusCode);
                Assert.Equal("Planned", (await cancel.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled")).GetProperty("state").GetString());
                return "Planned";
        }
    }

    private static async Task TellsTheStory(DitPortal portal, string number, string winner)
    {
        var dit = await portal.User.Get($"/api/dits/{number}");
        Assert.Equal(winner, dit.GetProperty("state").GetString());
        Assert.Equal(["Raised", winner], dit.GetProperty("journal").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        var lifecycle = await portal.Portal.Services.GetRequiredService<DurableTaskClient>()
            .GetInstanceAsync($"dit-{number}", getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.Equal(
            winner is "Cancelled" ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running, lifecycle!.RuntimeStatus);
        Assert.Equal(winner, lifecycle.ReadCustomStatusAs<LifecycleStatus<DitState>>()!.State.ToString());
    }

    /// <summary>All mails, once there are two for each DIT, by their ids.</summary>
    private static async Task<IEnumerable<string>> Mails(DitPortal portal)
    {
        var ids = new List<string>();
        await Until(async () =>
        {
            var mails = await portal.Portal.Client.Get("/local/mails?limit=1000");
            ids = [.. mails.EnumerateArray().Select(mail => mail.GetProperty("customArgs").GetProperty("mail_id").GetString()!)];
            return ids.Count >= 2 * Races;
        });
        return ids.Order(StringComparer.Ordinal);
    }

    private static async Task<HashSet<string>> Queue(DitPortal portal, string state)
    {
        var numbers = new HashSet<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await portal.Staff.Get($"/api/backoffice/dits?state={state}&limit=100{cursor}");
            foreach (var item in page.GetProperty("items").EnumerateArray()) numbers.Add(Number(item));
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={next}" : null;
        }

        return numbers;
    }

    private static string Number(JsonElement dit) => dit.GetProperty("number").GetString()!;

    private static ParallelOptions Parallelism => new()
    {
        MaxDegreeOfParallelism = AtOnce,
        CancellationToken = TestContext.Current.CancellationToken,
    };

    /// <summary>
    /// Holds what the two write until both have read the same state and decided: only so do they always meet at the row. Then lets go of
    /// both, of the cancellation first for one DIT and of the planning first for the next.
    /// </summary>
    private sealed class StartingLine(IEnumerable<string> numbers)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
        private readonly Dictionary<string, Pair> pairs = numbers.Index().ToDictionary(
            dit => LifecycleKeys.Itself(long.Parse(dit.Item, CultureInfo.InvariantCulture)), dit => new Pair(CancellationFirst: dit.Index % 2 == 0));

        /// <summary>How often both were there.</summary>
        public int Met => pairs.Values.Count(pair => pair.BothThere.Task.IsCompleted);

        public async Task Wait(StorageRequest request)
        {
            if (request is not { Operation: "Transaction", Resource: TableNames.Dits }) return;
            if (request.Entities.FirstOrDefault(entity => entity.Operation is "Replace") is not { RowKey: { } key }) return;
            if (!pairs.TryGetValue(key, out var pair)) return;
            if (Interlocked.Increment(ref pair.There) == 2) pair.BothThere.TrySetResult();
            await Task.WhenAny(pair.BothThere.Task, Task.Delay(Patience));
            var cancels = request.Entities.Any(entity => entity.RowKey!.Contains("Cancelled", StringComparison.Ordinal));
            if (cancels == pair.CancellationFirst) pair.FirstGone.TrySetResult();
            else await Task.WhenAny(pair.FirstGone.Task, Task.Delay(Patience));
        }

        private sealed record Pair(bool CancellationFirst)
        {
            public int There;

            public TaskCompletionSource BothThere { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public TaskCompletionSource FirstGone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
