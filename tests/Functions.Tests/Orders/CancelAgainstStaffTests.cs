using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Lifecycles;
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
    private const int Races = 80;
    private const int AtOnce = 8;
    private const int Assets = 20;

    private static readonly string[] Rivals = ["PartlyDeliverable", "FullyDelivered"];

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
        var winners = new ConcurrentDictionary<Race, string>();
        await Parallel.ForEachAsync(races, Parallelism, async (race, _) => winners[race] = await Winner(race));
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (null, null);

        // Were one of them always faster, or did they never meet, the test would show nothing.
        var won = winners.ToLookup(winner => winner.Value, winner => winner.Key.Number);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{string.Join(", ", won.Select(orders => $"{orders.Count()} {orders.Key}"))}, met {start.Met} times.");
        Assert.True(won["Cancelled"].Count() >= Races / 5, $"Only {won["Cancelled"].Count()} were cancelled.");
        Assert.All(Rivals, rival => Assert.True(won[rival].Count() >= Races / 10, $"Only {won[rival].Count()} are {rival}."));
        Assert.True(start.Met >= Races * 9 / 10, $"The two met {start.Met} times.");

        Assert.Equal(
            winners.SelectMany(winner => Story(winner.Key, winner.Value).Select((kind, n) => $"order-{winner.Key.Number}-{n + 1}-{kind}"))
                .Order(StringComparer.Ordinal),
            await portal.MailsAbout("order-", winners.Sum(winner => Story(winner.Key, winner.Value).Length)));
        foreach (var state in Enum.GetNames<OrderState>())
        {
            await Until(async () => won[state].ToHashSet().SetEquals(await portal.Queue("orders", state)));
            Assert.Equal(won[state].Order(), (await Listed(portal.Supervisor, $"orders?state={state}")).Keys.Order());
            Assert.Equal(won[state].Order(), (await Listed(portal.User, $"orders?state={state}")).Keys.Order());
        }

        var ended = winners.ToDictionary(winner => winner.Key.Number, winner => winner.Value);
        Assert.Equal(ended, await Listed(portal.Supervisor, "orders?"));
        Assert.Equal(ended, await Listed(portal.User, "orders?"));
        await Parallel.ForAsync(0, Assets, Parallelism, async (n, _) => Assert.Equal(
            winners.Where(winner => winner.Key.Asset == $"r{n}").ToDictionary(winner => winner.Key.Number, winner => winner.Value),
            await Listed(portal.User, $"assets/r{n}/orders?")));
        await Parallel.ForEachAsync(winners, Parallelism, async (winner, _) => await TellsTheStory(winner.Key, winner.Value));
    }

    /// <summary>An order that waits for the race: every other one is in « Livrable en totalité », the rest in « Saisie externe ».</summary>
    private async Task<Race> Prepared(int n)
    {
        // Each has a cart of its own.
        var client = portal.Portal.ClientOf(Person($"paul{n}", "c1", Profile.User, "s1"));
        var from = n / Assets % 2 == 0 ? OrderState.ExternalEntry : OrderState.FullyDeliverable;
        var race = new Race(await Ordered(client, $"r{n % Assets}"), $"r{n % Assets}", from, client);
        if (from is OrderState.FullyDeliverable) await portal.Moved(race.Number, new { action = "MakeFullyDeliverable" });
        await portal.MailsOf(race.Number, from is OrderState.FullyDeliverable ? 2 : 1);
        return race;
    }

    /// <summary>Lets both go at once, and returns the state that stands then: the other one was told of it.</summary>
    private async Task<string> Winner(Race race)
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
            Assert.Equal("Cancelled", late.GetProperty("state").GetString());
            return "Cancelled";
        }

        Assert.Equal(HttpStatusCode.OK, move.StatusCode);
        var refused = await cancel.IsProblem(HttpStatusCode.Conflict, "order-cannot-be-cancelled");
        Assert.Equal(race.Rival, refused.GetProperty("state").GetString());
        return race.Rival;
    }

    private async Task TellsTheStory(Race race, string winner)
    {
        var order = await portal.User.Get($"/api/orders/{race.Number}");
        Assert.Equal(winner, order.GetProperty("state").GetString());
        Assert.Equal(winner is "FullyDelivered" ? 1 : 0, order.GetProperty("deliveries").GetArrayLength());
        var journal = order.GetProperty("journal").EnumerateArray();
        Assert.Equal(Story(race, winner), journal.Select(entry => entry.GetProperty("kind").GetString()));
        var lifecycle = await portal.Portal.Lifecycles
            .GetInstanceAsync($"order-{race.Number}", getInputsAndOutputs: true, Stop);
        Assert.Equal(
            winner is "PartlyDeliverable" ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Completed,
            lifecycle!.RuntimeStatus);
        Assert.Equal(
            new LifecycleStatus<OrderState>(Enum.Parse<OrderState>(winner), Cancellable: false),
            lifecycle.ReadCustomStatusAs<LifecycleStatus<OrderState>>());
    }

    private static string[] Story(Race race, string winner) =>
        race.From is OrderState.ExternalEntry ? ["Placed", winner] : ["Placed", "FullyDeliverable", winner];

    /// <summary>The states of all orders in a list, by their numbers.</summary>
    private static async Task<Dictionary<string, string>> Listed(HttpClient client, string list)
    {
        var states = new Dictionary<string, string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await client.Get($"/api/{list}&limit=100{cursor}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                var order = item.TryGetProperty("order", out var inner) ? inner : item;
                states.Add(order.GetProperty("number").GetString()!, order.GetProperty("state").GetString()!);
            }

            cursor = page.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={next}" : null;
        }

        return states;
    }

    private static string Key(string number) => LifecycleKeys.Itself(long.Parse(number, CultureInfo.InvariantCulture));

    private static ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An order that two want to change.</summary>
    private sealed record Race(string Number, string Asset, OrderState From, HttpClient Client)
    {
        /// <summary>The state that the staff brings it to.</summary>
        public string Rival => Rivals[From is OrderState.ExternalEntry ? 0 : 1];
    }
}
