using Dfm.Testing;
using DurableTask.Core;

namespace Dfm.LocalHost.Tests.Durable.Store;

public sealed class LocalTablesTests(AzuriteFixture azurite)
{
    private readonly StorageAccount account = azurite.NewAccount();

    [Fact]
    public async Task Activities_OneAfterTheOther_AreAnswered()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Calls>("calls", 3);
        var state = await engine.EndOfAsync("calls");
        Assert.Equal((OrchestrationStatus.Completed, "\"0 1  2\"", "3"), (state.OrchestrationStatus, state.Output.Replace(" 1 ", " 1  ", StringComparison.Ordinal), state.Input));
    }

    [Fact]
    public async Task SubOrchestration_Ends_AnswersItsParent()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Parent>("parent", 2);
        Assert.Equal("\"0 1\"", (await engine.EndOfAsync("parent")).Output);
    }
}
