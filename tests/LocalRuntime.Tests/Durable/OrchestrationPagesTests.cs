using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>What a person sees of the orchestrations at /local/orchestrations, and a program of the same as JSON.</summary>
public sealed class OrchestrationPagesTests(AzuriteFixture azurite)
{
    public sealed record Parcel(string Name, int Pieces);

    public static class App
    {
        [Function("Ship")]
        public static async Task<Parcel> Ship([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var parcel = context.GetInput<Parcel>()!;
            context.SetCustomStatus(new { State = "<packing>" });
            var pieces = await context.WaitForExternalEvent<int>("Packed");
            return await context.CallActivityAsync<Parcel>("Label", parcel with { Pieces = pieces });
        }

        [Function("Label")]
        public static Parcel Label([ActivityTrigger] Parcel parcel) =>
            parcel.Pieces > 0 ? parcel : throw new InvalidOperationException("There is <nothing> in it.");

        [Function("Return")]
        public static async Task Return([OrchestrationTrigger] TaskOrchestrationContext context) =>
            await context.CreateTimer(TimeSpan.FromDays(10), CancellationToken.None);

        [Function("Refuse")]
        public static Task Refuse([OrchestrationTrigger] TaskOrchestrationContext context) =>
            throw new ArgumentException($"{context.InstanceId} is refused.");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_CountsTheInstancesByStatus_AndShowsThoseThatFitTheFilter()
    {
        await using var app = await StartAsync();
        var client = Client(app);
        await ShipAsync(client, "parcel/toner", 3);
        await client.ScheduleNewOrchestrationInstanceAsync("Ship", new Parcel("paper", 1), new StartOrchestrationOptions("parcel/paper"), Token);
        await client.ScheduleNewOrchestrationInstanceAsync("Return", null, new StartOrchestrationOptions("return-1"), Token);
        await client.WaitForInstanceStartAsync("parcel/paper", Token);
        await client.WaitForInstanceStartAsync("return-1", Token);

        var all = await app.Client.GetStringAsync("local/orchestrations", Token);
        var completed = await app.Client.GetStringAsync("local/orchestrations?status=completed", Token);
        var shipped = await app.Client.GetStringAsync("local/orchestrations?name=ship&prefix=parcel%2F", Token);

        Assert.Contains(">All (3)</a>", all, StringComparison.Ordinal);
        Assert.Contains(">Running (2)</a>", all, StringComparison.Ordinal);
        Assert.Contains(">Completed (1)</a>", all, StringComparison.Ordinal);
        Assert.Equal(["parcel/paper", "parcel/toner", "return-1"], Linked(all).Order());
        Assert.Equal(["parcel/toner"], Linked(completed));
        Assert.Equal(["parcel/paper", "parcel/toner"], Linked(shipped).Order());
        Assert.DoesNotContain("<packing>", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_TellsTheSame_ToPrograms()
    {
        await using var app = await StartAsync();
        var client = Client(app);
        await ShipAsync(client, "parcel/toner", 3);
        await client.ScheduleNewOrchestrationInstanceAsync("Ship", new Parcel("paper", 1), new StartOrchestrationOptions("parcel/paper"), Token);
        await client.WaitForInstanceStartAsync("parcel/paper", Token);

        var list = await app.Client.GetFromJsonAsync<JsonElement>("local/orchestrations?format=json&prefix=parcel/p", Token);
        var one = await app.Client.GetFromJsonAsync<JsonElement>("local/orchestrations/parcel%2Ftoner?format=json", Token);

        var item = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal("parcel/paper", item.GetProperty("id").GetString());
        Assert.Equal("Running", item.GetProperty("status").GetString());
        Assert.Equal("<packing>", item.GetProperty("customStatus").GetProperty("State").GetString());
        Assert.Equal("paper", item.GetProperty("input").GetProperty("Name").GetString());
        var kinds = one.GetProperty("history").EnumerateArray().SelectMany(turn => turn.GetProperty("events").EnumerateArray())
            .Select(happened => happened.GetProperty("kind").GetString());
        Assert.Equal(["EventRaised", "TaskCompleted"], kinds);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("local/orchestrations/none", Token)).StatusCode);
    }

    [Fact]
    public async Task Timeline_ShowsWhatWasAskedFor_WithItsAnswer()
    {
        await using var app = await StartAsync();
        await ShipAsync(Client(app), "parcel/toner", 3);

        var page = await app.Client.GetStringAsync("local/orchestrations/parcel%2Ftoner", Token);

        Assert.Contains("<strong>Completed.</strong>", page, StringComparison.Ordinal);
        var raised = page.IndexOf("Event <b>Packed</b> <code>3</code>", StringComparison.Ordinal);
        var called = page.IndexOf("#0 calls <b>Label</b>", StringComparison.Ordinal);
        var answered = page.IndexOf("&quot;Pieces&quot;:3}</code></td><td>", called, StringComparison.Ordinal);
        Assert.True(raised > 0 && raised < called && called < answered, page);
    }

    [Fact]
    public async Task LongPayload_IsFoldedAway_AndReadable()
    {
        await using var app = await StartAsync();
        var client = Client(app);
        var parcel = new Parcel($"Étude <{new string('x', 200)}>", 1);
        await client.ScheduleNewOrchestrationInstanceAsync("Ship", parcel, new StartOrchestrationOptions("long"), Token);
        await client.WaitForInstanceStartAsync("long", Token);

        var page = WebUtility.HtmlDecode(await app.Client.GetStringAsync("local/orchestrations/long", Token));

        Assert.Contains("<details><summary><code>{\"Name\":\"Étude <xxx", page, StringComparison.Ordinal);
        Assert.Contains("<pre>{\n  \"Name\": \"Étude <xxx", page, StringComparison.Ordinal);
        Assert.Contains("\"Pieces\": 1\n}</pre></details>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedActivity_IsNamedInPlainWords_WithItsCause()
    {
        await using var app = await StartAsync();
        await ShipAsync(Client(app), "parcel-1", 0);

        var page = await app.Client.GetStringAsync("local/orchestrations/parcel-1", Token);

        Assert.Contains("The activity &#x27;Label&#x27; (#0) failed at ", page, StringComparison.Ordinal);
        Assert.Contains(
            "The cause is a System.InvalidOperationException: There is &lt;nothing&gt; in it.</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherEnds_AndWaits_AreSaidInPlainWords()
    {
        await using var app = await StartAsync();
        var client = Client(app);
        foreach (var (name, id) in new[] { ("Return", "waiting"), ("Return", "suspended"), ("Return", "terminated"), ("Refuse", "refused") })
            await client.ScheduleNewOrchestrationInstanceAsync(name, null, new StartOrchestrationOptions(id), Token);
        await client.WaitForInstanceStartAsync("waiting", Token);
        await client.SuspendInstanceAsync("suspended", "stock-taking", Token);
        await client.TerminateInstanceAsync("terminated", (object)"sold out", Token);
        await client.WaitForInstanceCompletionAsync("terminated", Token);
        await client.WaitForInstanceCompletionAsync("refused", Token);
        await Eventually.HoldsAsync(async () => (await client.GetInstanceAsync("suspended", Token))!.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);

        Assert.Contains("It waits for a timer until ", await WordsAsync(app, "waiting"), StringComparison.Ordinal);
        Assert.Contains("It is suspended (stock-taking)", await WordsAsync(app, "suspended"), StringComparison.Ordinal);
        Assert.Contains("It was terminated (&quot;sold out&quot;)", await WordsAsync(app, "terminated"), StringComparison.Ordinal);
        Assert.Contains(
            "Its own code threw a System.ArgumentException: refused is refused.", await WordsAsync(app, "refused"), StringComparison.Ordinal);
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(typeof(App), azurite.NewAccount());

    private static DurableTaskClient Client(TestApp app) => app.Services.GetRequiredService<DurableTaskClient>();

    private static async Task ShipAsync(DurableTaskClient client, string id, int pieces)
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Ship", new Parcel("toner", 1), new StartOrchestrationOptions(id), Token);
        await client.RaiseEventAsync(id, "Packed", pieces, Token);
        await client.WaitForInstanceCompletionAsync(id, Token);
    }

    private static async Task<string> WordsAsync(TestApp app, string id)
    {
        var page = await app.Client.GetStringAsync($"local/orchestrations/{id}", Token);
        var start = page.IndexOf("<p class=\"words", StringComparison.Ordinal);
        return page[start..page.IndexOf("</p>", start, StringComparison.Ordinal)];
    }

    /// <summary>The instances that a page leads to.</summary>
    private static IEnumerable<string> Linked(string page) =>
        page.Split("href=\"/local/orchestrations/").Skip(1).Select(rest => Uri.UnescapeDataString(rest[..rest.IndexOf('"', StringComparison.Ordinal)]));
}
