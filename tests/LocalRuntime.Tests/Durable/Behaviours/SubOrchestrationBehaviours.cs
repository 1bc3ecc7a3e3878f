using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>Orchestrations that call others.</summary>
public abstract class SubOrchestrationBehaviours(StartHub start) : Behaviour(start)
{
    private static readonly SubOrchestrationOptions TheChild = new(instanceId: "the-child");
    private static readonly Func<TaskOrchestrationContext, Task<object?>> Waits =
        async context => await context.WaitForExternalEvent<string>("Go");

    [Fact, Documented(DurablePages.SubOrchestrations)]
    public async Task SubOrchestration_TakesAnInput_AndAnswersItsParent()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Double", n => 2 * n)
            .Orchestrator<int>("Child", async (context, n) => await context.CallActivityAsync<int>("Double", n))
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<int>("Child", 1) + await context.CallSubOrchestratorAsync<int>("Child", 2));

        Assert.Equal(6, (await RunAsync(functions, "Parent")).ReadOutputAs<int>());
    }

    [Fact, Documented(DurablePages.SubOrchestrations)]
    public async Task SubOrchestration_HasTheGivenId_AndKnowsItsParent()
    {
        var functions = new HubFunctions()
            .Orchestrator("Child", context =>
                Task.FromResult<object?>($"{context.InstanceId} of {context.Parent?.Name} {context.Parent?.InstanceId}"))
            .Orchestrator("Parent", async context =>
            {
                var answer = await context.CallSubOrchestratorAsync<string>("Child", null, TheChild);
                return $"{answer}, {context.Parent is null}";
            });
        await using var hub = await StartAsync(functions);

        var ended = await RunAsync(hub, "Parent", null, "the-parent");

        Assert.Equal("the-child of Parent the-parent, True", ended.ReadOutputAs<string>());
        Assert.Equal("Child", (await GetAsync(hub, "the-child")).Name);
    }

    [Fact, Documented(DurablePages.SubOrchestrations)]
    public async Task SubOrchestrations_RunTogether()
    {
        var functions = new HubFunctions()
            .Orchestrator<int>("Child", (_, n) => Task.FromResult<object?>(n * n))
            .Orchestrator("Parent", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 5).Select(n => context.CallSubOrchestratorAsync<int>("Child", n)))).Sum());

        Assert.Equal(55, (await RunAsync(functions, "Parent")).ReadOutputAs<int>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task FailedSubOrchestration_ReachesItsParent_WithItsDetails()
    {
        var functions = new HubFunctions()
            .Orchestrator("Child", _ => throw new ArgumentException("negative", new FormatException("why")))
            .Orchestrator("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return "not thrown";
                }
                catch (TaskFailedException e)
                {
                    return string.Join('|', e.TaskName, e.TaskId, e.FailureDetails.ErrorType, e.FailureDetails.ErrorMessage,
                        e.FailureDetails.InnerFailure?.ErrorType, e.FailureDetails.IsCausedBy<ArgumentException>());
                }
            });

        Assert.Equal(
            "Child|0|System.ArgumentException|negative|System.FormatException|True",
            (await RunAsync(functions, "Parent")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task FailureOfASubOrchestrationsActivity_ReachesTheTop_AsTheInnerFailure()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Fail", _ => throw new TimeoutException("busy"))
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Fail", 1))
            .Orchestrator("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return "not thrown";
                }
                catch (TaskFailedException e)
                {
                    return $"{e.FailureDetails.ErrorType} {e.FailureDetails.InnerFailure?.ErrorType}";
                }
            });

        Assert.Equal(
            "Microsoft.DurableTask.TaskFailedException System.TimeoutException",
            (await RunAsync(functions, "Parent")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.SubOrchestrations)]
    public async Task UnknownSubOrchestrator_FailsAtItsParent()
    {
        var functions = new HubFunctions().Orchestrator("Parent", async context =>
        {
            try
            {
                await context.CallSubOrchestratorAsync("Unknown");
                return "not thrown";
            }
            catch (TaskFailedException e)
            {
                return e.TaskName;
            }
        });

        Assert.Equal("Unknown", (await RunAsync(functions, "Parent")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task TerminatedSubOrchestration_FailsAtItsParent_WithoutFailureDetails()
    {
        var functions = new HubFunctions()
            .Orchestrator("Child", Waits)
            .Orchestrator("Parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Child", null, TheChild);
                }
                catch (TaskFailedException e)
                {
                    return $"{e.Message} {e.FailureDetails is null}";
                }
            });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Parent");
        await ReachesAsync(hub, "the-child", OrchestrationRuntimeStatus.Running);
        await hub.Client.TerminateInstanceAsync("the-child", "enough", Cancellation);

        Assert.Equal("Task 'Child' (#0) failed with an unhandled exception. True", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Theory, InlineData(false), InlineData(true), Documented(DurablePages.InstanceManagement)]
    public async Task TerminatedParent_LeavesItsSubOrchestrationsRunning(bool recursive)
    {
        var functions = new HubFunctions()
            .Orchestrator("Child", Waits)
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", null, TheChild));
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Parent");
        await ReachesAsync(hub, "the-child", OrchestrationRuntimeStatus.Running);
        await hub.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(null, recursive), Cancellation);
        await ReachesAsync(hub, id, OrchestrationRuntimeStatus.Terminated);
        await RaiseAsync(hub, "the-child", "Go", "on");

        Assert.Equal("on", (await EndAsync(hub, "the-child")).ReadOutputAs<string>());
    }
}
