using System.Collections.Concurrent;
using System.Net;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>
/// The customer cancels at the same instant as the staff closes the window, many times: the order's row lets one of them win, and
/// everything that follows tells the winner's story alone.
/// </summary>
public sealed class CancelAgainstStaffTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Races = 40;
    private const int AtOnce = 8;
    private const int Assets = 20;

    private static readonly OrderState[] Rivals = [OrderState.PartlyDeliverable, OrderState.FullyDelivered];

    private StorageProxy proxy = null!;
    private OrderPortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await OrderPortal.StartAsync(proxy.Account);
        await Write(portal.Portal, [.. Enumerable.Range(0, Assets).Select(n => Asset($"r{n}", "c1", "s1", AssetKind.Printing))]);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task OneWins_EachTime_AndJournalListsQueueLifecycleAndMailsTellTheSameStory()
    {
        var races = new ConcurrentBag<Race>();
        await Parallel.ForAsync(0, Races, Parallelism, async (n, _) => races.Add(await Prepared(n)));

        var start = new StartingLine(TableNames.Orders, races.OrderBy(race => race.From).Select(race => Key(race.Number)));
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (start.Wait, start.LetGo);
        var winners = new ConcurrentDictionary<Race, OrderState>();
        await Parallel.ForEachAsync(races, Parallelism, async (race, _) => winners[race] = await Winner(race));
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (null, null);

        // Were one of them always faster, or did they never meet, the test would show nothing.
        var won = winners.ToLookup(winner => winner.Value, winner => winner.Key.Number);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{string.Join(", ", won.Select(orders => $"{orders.Count()} {orders.Key}"))}, met {start.Met} times.");
        var cancelled = won[OrderState.Cancelled].Count();
        Assert.True(cancelled >= Races / 5, $"Only {cancelled} were cancelled.");
        Assert.All(Rivals, rival => Assert.True(won[rival].Count() >= Races / 10, $"Only {won[rival].Count()} are {rival}."));
        Assert.True(start.Met >= Races * 9 / 10, $"The two met {start.Met} times.");

        Assert.Equal(
            winners.SelectMany(winner => Steps(winner.Key, winner.Value).Select((kind, n) => $"order-{winner.Key.Number}-{n + 1}-{kind}"))
                .Order(StringComparer.Ordinal),
            await portal.MailsAbout("order-", winners.Sum(winner => Steps(winner.Key, winner.Value).Length)));
        foreach (var state in Enum.GetValues<OrderState>())
        {
            await Waiting.Until(async () => won[state].ToHashSet().SetEquals((await portal.Queue(state)).Select(order => order.Number)));
            foreach (var client in (HttpClient[])[portal.Supervisor, portal.User])
                Assert.Equal(Sorted(won[state]), Sorted((await Listed(client, $"?state={state}")).Keys));
        }

        var ended = winners.ToDictionary(winner => winner.Key.Number, winner => winner.Value);
        Assert.Equal(ended, await Listed(portal.Supervisor));
        Assert.Equal(ended, await Listed(portal.User));
        await Parallel.ForAsync(0, Assets, Parallelism, async (n, _) => Assert.Equal(
            winners.Where(winner => winner.Key.Asset == $"r{n}").ToDictionary(winner => winner.Key.Number, winner => winner.Value),
            States((await portal.User.GetAll<AssetOrder>($"/api/assets/r{n}/orders")).Select(one => one.Order))));
        await Parallel.ForEachAsync(winners, Parallelism, async (winner, _) => await StandsAs(winner.Key, winner.Value));
    }

    /// <summary>An order that waits for the race: every other one is in « Livrable en totalité », the rest in « Saisie externe ».</summary>
    private async Task<Race> Prepared(int n)
    {
        // Each has a cart of its own.
        var client = portal.Portal.ClientOf(Person($"paul{n}", "c1", Profile.User, "s1"));
        var from = n / Assets % 2 == 0 ? OrderState.ExternalEntry : OrderState.FullyDeliverable;
        var asset = $"r{n % Assets}";
        var order = from is OrderState.FullyDeliverable ? await portal.Validated(client, asset) : await Ordered(client, asset);
        await portal.MailsOf(order.Number, from is OrderState.FullyDeliverable ? 2 : 1);
        return new Race(order.Number, asset, from, client);
    }

    /// <summary>Lets both go at once, and returns the state that stands then: the other one was told of it.</summary>
    private async Task<OrderState> Winner(Race race)
    {
        var cancelling = Cancel(race.Client, race.Number);
        var moving = portal.Move(race.Number, race.From is OrderState.ExternalEntry
            ? new { action = "MakePartlyDeliverable" }
            : new { action = "Deliver", carrier = "Chronopost" });
        using var cancel = await cancelling;
        using var move = await moving;
        if (cancel.StatusCode is HttpStatusCode.OK)
        {
            var late = await move.IsProblem(HttpStatusCode.Conflict, "order-transition-not-allowed");
            Assert.Equal("Cancelled", late.State);
            return OrderState.Cancelled;
        }

        Assert.Equal(HttpStatusCode.OK, move.StatusCode);
        var refused = await cancel.IsProblem(HttpStatusCode.Conflict, "order-cannot-be-cancelled");
        Assert.Equal($"{race.Rival}", refused.State);
        return race.Rival;
    }

    private async Task StandsAs(Race race, OrderState winner)
    {
        var order = await portal.Find(race.Number);
        Assert.Equal(winner, order.State);
        Assert.Equal(winner is OrderState.FullyDelivered ? 1 : 0, order.Deliveries.Count);
        Assert.Equal(Steps(race, winner), order.Journal.Select(entry => entry.Kind));
        var lifecycle = await portal.Portal.Lifecycles
            .GetInstanceAsync($"order-{race.Number}", getInputsAndOutputs: true, Stop);
        Assert.Equal(
            winner is OrderState.PartlyDeliverable ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Completed,
            lifecycle!.RuntimeStatus);
        Assert.Equal(
            new LifecycleStatus<OrderState>(winner, Cancellable: false),
            lifecycle.ReadCustomStatusAs<LifecycleStatus<OrderState>>());
    }

    private static OrderEntryKind[] Steps(Race race, OrderState winner)
    {
        var last = winner switch
        {
            OrderState.Cancelled => OrderEntryKind.Cancelled,
            OrderState.PartlyDeliverable => OrderEntryKind.PartlyDeliverable,
            _ => OrderEntryKind.FullyDelivered,
        };
        return race.From is OrderState.ExternalEntry
            ? [OrderEntryKind.Placed, last]
            : [OrderEntryKind.Placed, OrderEntryKind.FullyDeliverable, last];
    }

    /// <summary>The states of all orders in a list, by their numbers.</summary>
    private static async Task<Dictionary<OrderNumber, OrderState>> Listed(HttpClient client, string query = "") =>
        States(await client.GetAll<OrderSummary>($"/api/orders{query}"));

    private static Dictionary<OrderNumber, OrderState> States(IEnumerable<OrderSummary> orders) =>
        orders.ToDictionary(order => order.Number, order => order.State);

    private static IEnumerable<OrderNumber> Sorted(IEnumerable<OrderNumber> numbers) => numbers.OrderBy(number => number.Sequence);

    private static string Key(OrderNumber number) => TableOrderStore.Schema.RootKey(number.Sequence);

    private static ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An order that two want to change.</summary>
    private sealed record Race(OrderNumber Number, string Asset, OrderState From, HttpClient Client)
    {
        /// <summary>The state that the staff brings it to.</summary>
        public OrderState Rival => Rivals[From is OrderState.ExternalEntry ? 0 : 1];
    }
}
