using Dfm.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>Durable functions in an application, as the product writes them.</summary>
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
}
