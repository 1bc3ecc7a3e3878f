using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>Eternal orchestrations.</summary>
public abstract class ContinueAsNewBehaviours(StartHub start) : Behaviour(start)
{
    [Fact, Documented(DurablePages.EternalOrchestrations)]
    public async Task ContinueAsNew_StartsAgainUnderTheSameId_WithTheNewInput()
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        var functions = new HubFunctions()
            .Activity<int, int>("Next", n => n + 1)
            .Orchestrator<int>("Count", async (context, n) =>
            {
                ids.Add(context.InstanceId);
                var next = await context.CallActivityAsync<int>("Next", n);
                if (next >= 5) return next;
                context.ContinueAsNew(next);
                return null;
            });

        var ended = await RunAsync(functions, "Count", 0);

        Assert.Equal(5, ended.ReadOutputAs<int>());
        Assert.Equal("4", ended.SerializedInput);
        Assert.Single(ids.Distinct());
    }

    [Theory, InlineData(true), InlineData(false), Documented(DurablePages.EternalOrchestrations)]
    public async Task UnprocessedEvents_GoOverToTheNextRun_UnlessTold(bool preserve)
    {
        var functions = new HubFunctions().Orchestrator<int>("Loop", async (context, round) =>
        {
            if (round == 0)
            {
                await context.WaitForExternalEvent<object>("Go");
                context.ContinueAsNew(1, preserve);
                return null;
            }

            context.SetCustomStatus("again");
            return await context.WaitForExternalEvent<string>("Kept");
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Loop", 0);
        await RaiseAsync(hub, id, "Kept", "early");
        await RaiseAsync(hub, id, "Go");
        await ReachesAsync(hub, id, "again");
        if (!preserve) await RaiseAsync(hub, id, "Kept", "late");

        Assert.Equal(preserve ? "early" : "late", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.EternalOrchestrations)]
    public async Task ReturnValue_IsIgnored_WhenTheOrchestrationContinuesAsNew()
    {
        var functions = new HubFunctions().Orchestrator<int>("Twice", (context, round) =>
        {
            if (round == 0) context.ContinueAsNew(1);
            return Task.FromResult<object?>(round);
        });

        Assert.Equal(1, (await RunAsync(functions, "Twice", 0)).ReadOutputAs<int>());
    }

    [Fact, Documented(DurablePages.EternalOrchestrations)]
    public async Task ExceptionAfterContinueAsNew_FailsTheOrchestration()
    {
        var functions = new HubFunctions().Orchestrator<int>("Throws", (context, round) =>
        {
            if (round == 1) return Task.FromResult<object?>("again");
            context.ContinueAsNew(1);
            throw new TimeoutException("late");
        });

        var ended = await RunAsync(functions, "Throws", 0);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
    }

    [Fact, Documented(DurablePages.EternalOrchestrations)]
    public async Task ContinueAsNew_KeepsTheCustomStatus()
    {
        var functions = new HubFunctions().Orchestrator<int>("Status", async (context, round) =>
        {
            if (round == 0)
            {
                context.SetCustomStatus("first");
                context.ContinueAsNew(1);
                return null;
            }

            return await context.WaitForExternalEvent<string>("Go");
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Status", 0);
        await BecomesAsync(hub, id, instance => instance is { IsRunning: true, SerializedInput: "1" }, "its second run");

        Assert.Equal("\"first\"", (await GetAsync(hub, id)).SerializedCustomStatus);
    }

    [Fact, Documented(DurablePages.EternalOrchestrations)]
    public async Task SubOrchestrationThatContinuesAsNew_AnswersFromItsLastRun()
    {
        var functions = new HubFunctions()
            .Orchestrator<int>("Child", (context, round) =>
            {
                if (round < 3) context.ContinueAsNew(round + 1);
                return Task.FromResult<object?>(round);
            })
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<int>("Child", 0));

        Assert.Equal(3, (await RunAsync(functions, "Parent")).ReadOutputAs<int>());
    }
}
