using System.Text.Json;
using Dfm.Functions.Tests.Webhooks;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Connector;

/// <summary>Flows of Power Automate, played by the connector's own definition.</summary>
public sealed class PowerAutomateTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private WebhookPortal portal = null!;
    private PowerAutomate flows = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await WebhookPortal.StartAsync(azurite.NewAccount());
        flows = await PowerAutomate.ConnectAsync(portal.Staff);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AFlow_FollowsADit_ThroughItsWholeLife_WhileItsEndpointFails_UntilItIsSwitchedOff()
    {
        await flows.Run("ListDitStates");
        var off = await flows.Subscribe("OnDitStateChanged", WebhookPortal.Callback());
        var failures = 0;
        portal.Receiver.Answer = (_, http) =>
        {
            // Every event fails once, the second one for a while.
            if (failures++ is 0 or 2 or 3 or 4 or 6) http.Response.StatusCode = 502;
            return Task.CompletedTask;
        };

        var number = Text(
            await flows.Run("RaiseDit", new { customer = "c1", id = "p1", user = "paul", nature = "PANNE", description = "Bourrage.", urgency = "Urgent" }),
            "number");
        await Told(1);
        // The staff's queue follows by the outbox, as what is told does.
        await Waiting.Until(async () => (await flows.Run("FindDits", new { state = "AwaitingPlanning" })).GetProperty("items").GetArrayLength() == 1);
        await flows.Run("AdvanceDit", new { number, action = "Plan", plannedFor = "2037-03-03T09:00:00Z", technician = "Hugo Marchand" });
        await flows.Run("AdvanceDit", new { number, action = "Start" });
        await flows.Run("AdvanceDit", new { number, action = "Finish", comment = "Four remplacé." });
        await flows.Run("AdvanceDit", new { number, action = "Close" });

        var told = await Told(5);
        Assert.Equal(["AwaitingPlanning", "Planned", "InProgress", "WorkDone", "Closed"], told.Select(one => Text(one.GetProperty("data").GetProperty("dit"), "state")));
        Assert.Equal("Closed", Text(await flows.Run("GetDit", new { number }), "state"));

        await flows.Unsubscribe(off);
        await flows.Run("RaiseDit", new { customer = "c1", id = "p3", user = "paul", nature = "PANNE", description = "Bruit.", urgency = "Standard" });
        Assert.Empty(await portal.Webhooks());
        Assert.Equal(5, (await Told(5)).Count);
    }

    [Fact]
    public async Task AFlow_PicksFromLists_AndRunsEveryAction()
    {
        await flows.Subscribe("OnOrderStateChanged", WebhookPortal.Callback("orders"));
        await flows.Subscribe("OnReadingEntered", WebhookPortal.Callback("readings"));
        Assert.Contains("c1", await flows.Values("RaiseDit", "customer", new { }));
        Assert.Contains("p1", await flows.Values("RaiseDit", "id", new { customer = "c1" }));
        Assert.Contains("paul", await flows.Values("RaiseDit", "user", new { customer = "c1" }));
        Assert.Contains("RESEAU", await flows.Values("RaiseDit", "nature", new { }));
        Assert.Contains("AwaitingPlanning", await flows.Values("FindDits", "state", new { }));
        Assert.Contains("ExternalEntry", await flows.Values("FindOrders", "state", new { }));
        Assert.Contains("s2", await flows.Values("FindEquipment", "site", new { customer = "c1" }));

        var order = Text(
            await flows.Run("PlaceOrder", new { customer = "c1", id = "p1", user = "paul", lines = new[] { new { reference = "T-K", quantity = 1, stock = 0 } } }),
            "number");
        await Waiting.Until(async () => (await flows.Run("FindOrders", new { state = "ExternalEntry" })).GetProperty("items").GetArrayLength() == 1);
        await flows.Run("AdvanceOrder", new { number = order, action = "MakeFullyDeliverable" });
        Assert.Equal("FullyDeliverable", Text(await flows.Run("GetOrder", new { number = order }), "state"));
        await flows.Run(
            "EnterReadings", new { customer = "c1", source = "Machine", readings = new[] { new { asset = "p1", values = new { mono = 4_000 } } } });
        Assert.Equal(["c1"], (await flows.Run("FindCustomers", new { search = "c1" })).GetProperty("items").EnumerateArray().Select(one => Text(one, "id")));
        Assert.Equal("c1", Text(await flows.Run("GetCustomer", new { customer = "c1" }), "id"));
        var dit = Text(
            await flows.Run("RaiseDit", new { customer = "c1", id = "p1", user = "paul", nature = "PANNE", description = "Bourrage.", urgency = "Urgent" }),
            "number");
        await Waiting.Until(async () => (await flows.Run("FindDits")).GetProperty("items").GetArrayLength() == 1);
        await flows.Run("AddDitMessage", new { number = dit, text = "Nous passons demain." });

        var told = (await portal.Receiver.Count(3)).OrderBy(one => one.Url, StringComparer.Ordinal).ToList();
        Assert.All(told[..2], one => Assert.Empty(flows.Faults("OnOrderStateChanged", one.Body)));
        Assert.Empty(flows.Faults("OnReadingEntered", told[2].Body));
    }

    /// <summary>Waits until so many events have come, each as the definition says, and returns each once in the order of the DIT's versions.</summary>
    private async Task<IReadOnlyList<JsonElement>> Told(int count)
    {
        IReadOnlyList<JsonElement> told = [];
        await Waiting.Until(() =>
        {
            told =
            [
                .. portal.Receiver.All.DistinctBy(one => one.EventId).Select(one => JsonElement.Parse(one.Body))
                    .OrderBy(one => one.GetProperty("data").GetProperty("version").GetInt32()),
            ];
            return Task.FromResult(told.Count >= count);
        });
        Assert.All(portal.Receiver.All, one => Assert.Empty(flows.Faults("OnDitStateChanged", one.Body)));
        return told;
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
