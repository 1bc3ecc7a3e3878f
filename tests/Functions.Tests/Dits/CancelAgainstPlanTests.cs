using System.Collections.Concurrent;
using System.Net;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Dits.DitPortal;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;

namespace Dfm.Functions.Tests.Dits;

/// <summary>
/// The customer cancels and the service desk plans at the same instant, many times: the DIT's row lets one of them win, and everything
/// that follows tells the winner's story alone.
/// </summary>
public sealed class CancelAgainstPlanTests(AzuriteFixture azurite)
{
    private const int Races = 40;
    private const int AtOnce = 8;
    private const int Assets = 20;

    [Fact]
    public async Task OneWins_EachTime_AndJournalQueueLifecycleAndMailsTellTheSameStory()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        await using var portal = await DitPortal.StartAsync(proxy.Account);
        await Write(portal.Portal, [.. Enumerable.Range(0, Assets).Select(n => Asset($"r{n}", "c1", "s1", AssetKind.Printing))]);
        var numbers = new ConcurrentBag<DitNumber>();
        await Parallel.ForAsync(0, Races, Parallelism, async (n, _) => numbers.Add((await portal.Raised(asset: $"r{n % Assets}")).Number));
        await Waiting.Until(async () => (await portal.Queue(DitState.AwaitingPlanning)).Count == Races);

        var start = new StartingLine(TableNames.Dits, numbers.Select(Key));
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (start.Wait, start.LetGo);
        var winners = new ConcurrentDictionary<DitNumber, DitState>();
        await Parallel.ForEachAsync(numbers, Parallelism, async (number, _) => winners[number] = await Race(portal, number));
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (null, null);

        // Were one of them always faster, or did they never meet, the test would show nothing.
        var cancelled = winners.Where(winner => winner.Value is DitState.Cancelled).Select(winner => winner.Key).ToHashSet();
        var planned = winners.Where(winner => winner.Value is DitState.Planned).Select(winner => winner.Key).ToHashSet();
        Assert.Equal(Races, cancelled.Count + planned.Count);
        Assert.True(Math.Min(cancelled.Count, planned.Count) >= Races / 10, $"{cancelled.Count} were cancelled, {planned.Count} planned.");
        Assert.True(start.Met >= Races * 9 / 10, $"The two met {start.Met} times.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{cancelled.Count} cancelled, {planned.Count} planned, met {start.Met} times.");

        Assert.Equal(
            winners.SelectMany(winner => new[] { $"dit-{winner.Key}-1-Raised", $"dit-{winner.Key}-2-{winner.Value}" })
                .Order(StringComparer.Ordinal),
            await portal.MailsAbout("dit-", 2 * Races));
        await Waiting.Until(async () =>
            cancelled.SetEquals(await portal.Queue(DitState.Cancelled)) && planned.SetEquals(await portal.Queue(DitState.Planned)));
        Assert.Empty(await portal.Queue(DitState.AwaitingPlanning));
        await Parallel.ForEachAsync(winners, Parallelism, async (winner, _) => await StandsAs(portal, winner.Key, winner.Value));
    }

    private static async Task<DitState> Race(DitPortal portal, DitNumber number)
    {
        var cancelling = Cancel(portal.User, number);
        var planning = portal.Move(number, "Plan");
        using var cancel = await cancelling;
        using var plan = await planning;
        switch (cancel.StatusCode, plan.StatusCode)
        {
            case (HttpStatusCode.OK, _):
                var refusal = await plan.IsProblem(HttpStatusCode.Conflict, "dit-transition-not-allowed");
                Assert.Equal("Cancelled", refusal.State);
                return DitState.Cancelled;
            default:
                Assert.Equal(HttpStatusCode.OK, plan.StatusCode);
                refusal = await cancel.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled");
                Assert.Equal("Planned", refusal.State);
                return DitState.Planned;
        }
    }

    private static async Task StandsAs(DitPortal portal, DitNumber number, DitState winner)
    {
        var dit = await portal.Find(number);
        Assert.Equal(winner, dit.State);
        var last = winner is DitState.Cancelled ? DitEntryKind.Cancelled : DitEntryKind.Planned;
        Assert.Equal([DitEntryKind.Raised, last], dit.Journal.Select(entry => entry.Kind));
        var lifecycle = await portal.Portal.Lifecycles
            .GetInstanceAsync($"dit-{number}", getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.Equal(
            winner is DitState.Cancelled ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running,
            lifecycle!.RuntimeStatus);
        Assert.Equal(winner, lifecycle.ReadCustomStatusAs<LifecycleStatus<DitState>>()!.State);
    }

    private static string Key(DitNumber number) => TableDitStore.Schema.RootKey(number.Sequence);

    private static ParallelOptions Parallelism => new()
    {
        MaxDegreeOfParallelism = AtOnce,
        CancellationToken = TestContext.Current.CancellationToken,
    };
}
