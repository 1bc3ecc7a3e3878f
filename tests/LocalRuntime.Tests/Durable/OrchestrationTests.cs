using Dfm.Testing;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>What an orchestrator may count on.</summary>
public sealed class OrchestrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Orchestration_WithAnEventAndTwoActivities_Completes()
    {
        var functions = new TestFunctions()
            .Activity<string, string>("Greet", name => $"Hello {name}")
            .Orchestrator("Hello", async context =>
            {
                var name = await context.WaitForExternalEvent<string>("Name");
                var first = await context.CallActivityAsync<string>("Greet", name);
                return await context.CallActivityAsync<string>("Greet", first);
            });
        await using var hub = await new TestHub(azurite, functions).StartAsync();

        var id = await hub.ScheduleAsync("Hello");
        await hub.RaiseAsync(id, "name", "Ada");
        var ended = await hub.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("Hello Hello Ada", ended.ReadOutputAs<string>());
        Assert.Equal(2, functions.Runs["Greet"]);
    }
}
