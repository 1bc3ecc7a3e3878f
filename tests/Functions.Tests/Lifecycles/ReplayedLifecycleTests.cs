using Dfm.Functions.Outbox;
using Microsoft.DurableTask;

namespace Dfm.Functions.Tests.Lifecycles;

/// <summary>A step by step test notices an orchestrator that does not replay.</summary>
public sealed class ReplayedLifecycleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);

    [Fact]
    public void AnOrchestrator_WhoseStepsDependOnAnythingButItsHistory_FailsTheTest()
    {
        var runs = 0;
        var lifecycle = Lifecycle(async context =>
        {
            runs++;
            await context.CallActivityAsync(runs % 2 == 0 ? "Even" : "Odd", "x");
            return "";
        });

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(lifecycle.Begin);
    }

    [Fact]
    public void AnOrchestrator_ThatAsksForSomethingElseThanItsHistoryRecords_FailsTheTest()
    {
        var answered = false;
        var lifecycle = Lifecycle(async context =>
        {
            await context.CallActivityAsync(answered ? "Even" : "Odd", "x");
            return "";
        });
        lifecycle.On<string>("Odd", input =>
        {
            answered = true;
            return input;
        });

        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(lifecycle.Begin);

        Assert.Contains("NonDeterministic", failure.Message, StringComparison.Ordinal);
    }

    private static ReplayedLifecycle Lifecycle(Func<TaskOrchestrationContext, Task<string>> orchestrator) =>
        ReplayedLifecycle.Of<string>(orchestrator, OutboxEffect.StartOrchestration("Test", "test-1", "x"), Start);
}
