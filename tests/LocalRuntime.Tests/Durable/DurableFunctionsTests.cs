using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>Durable functions in an application, as the product writes them, and the page that shows them.</summary>
public sealed class DurableFunctionsTests(AzuriteFixture azurite)
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
        public static Parcel Label([ActivityTrigger] Parcel parcel, FunctionContext context) =>
            parcel with { Name = $"{parcel.Name} by {context.FunctionDefinition.Name}" };

        [Function("Start")]
        public static async Task<IResult> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "parcels/{name}")] HttpRequest request,
            string name,
            [DurableClient] DurableTaskClient client)
        {
            var options = new StartOrchestrationOptions($"parcel/{name}");
            var aborted = request.HttpContext.RequestAborted;
            return Results.Text(await client.ScheduleNewOrchestrationInstanceAsync("Ship", new Parcel(name, 1), options, aborted));
        }
    }

    [Fact]
    public async Task Orchestrator_IsStartedOverHttp_AndCallsAnActivity()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var app = await TestApp.StartAsync(typeof(App), azurite.NewAccount());
        var client = app.Services.GetRequiredService<DurableTaskClient>();

        var id = await (await app.Client.PostAsync("api/parcels/toner", null, cancellation)).Content.ReadAsStringAsync(cancellation);
        await client.RaiseEventAsync(id, "packed", 3, cancellation);
        var ended = await client.WaitForInstanceCompletionAsync(id, true, cancellation);

        Assert.Equal("parcel/toner", id);
        Assert.Equal(new Parcel("toner by Label", 3), ended.ReadOutputAs<Parcel>());
        Assert.Equal("""{"Name":"toner by Label","Pieces":3}""", ended.SerializedOutput);
    }

    [Fact]
    public async Task Page_ShowsTheInstances_AndTheHistoryOfOne()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var app = await TestApp.StartAsync(typeof(App), azurite.NewAccount());
        var client = app.Services.GetRequiredService<DurableTaskClient>();
        await app.Client.PostAsync("api/parcels/toner", null, cancellation);
        await app.Client.PostAsync("api/parcels/paper", null, cancellation);
        await client.RaiseEventAsync("parcel/toner", "Packed", 3, cancellation);
        await client.WaitForInstanceCompletionAsync("parcel/toner", cancellation);
        await client.WaitForInstanceStartAsync("parcel/paper", cancellation);

        var list = await app.Client.GetFromJsonAsync<JsonElement>("local/orchestrations?format=json&prefix=parcel/p", cancellation);
        var one = await app.Client.GetFromJsonAsync<JsonElement>("local/orchestrations/parcel%2Ftoner?format=json", cancellation);
        var page = await app.Client.GetStringAsync("local/orchestrations", cancellation);
        var timeline = await app.Client.GetStringAsync("local/orchestrations/parcel%2Ftoner", cancellation);
        var none = await app.Client.GetAsync("local/orchestrations/none", cancellation);

        var item = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal("parcel/paper", item.GetProperty("id").GetString());
        Assert.Equal("Running", item.GetProperty("status").GetString());
        Assert.Equal("<packing>", item.GetProperty("customStatus").GetProperty("State").GetString());
        Assert.Equal("paper", item.GetProperty("input").GetProperty("Name").GetString());
        var kinds = one.GetProperty("history").EnumerateArray().SelectMany(turn => turn.GetProperty("events").EnumerateArray())
            .Select(happened => happened.GetProperty("kind").GetString());
        Assert.Equal(["EventRaised", "TaskCompleted"], kinds);
        Assert.Contains("<h2>Running (1)</h2>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/local/orchestrations/parcel%2Ftoner\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<packing>", page + timeline, StringComparison.Ordinal);
        Assert.Contains("calls <b>Label</b>", timeline, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }
}
