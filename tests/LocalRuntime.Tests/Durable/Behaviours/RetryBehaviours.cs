using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>Automatic retries.</summary>
public abstract class RetryBehaviours(StartHub start) : Behaviour(start)
{
    // Azure's timers know whole seconds: a shorter pause is none.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task Policy_TriesAgain_UntilTheActivitySucceeds()
    {
        var functions = Flaky(failures: 2);

        var ended = await RunAsync(functions, "Retry");

        Assert.Equal("done after 3", ended.ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task Policy_CountsTheFirstAttempt_AndThrowsTheLastFailure()
    {
        var functions = Flaky(failures: 100);

        var ended = await RunAsync(functions, "Retry");

        Assert.Equal("gave up: attempt 4", ended.ReadOutputAs<string>());
        Assert.Equal(4, functions.Runs["Flaky"]);
    }

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task Pauses_GrowByTheCoefficient_UpToTheLongest()
    {
        var policy = new RetryPolicy(3, 2 * Second, 2, 3 * Second);
        var functions = new HubFunctions()
            .Activity<int, string>("Broken", _ => throw new TimeoutException("busy"))
            .Orchestrator("Retry", async context =>
            {
                var began = context.CurrentUtcDateTime;
                try
                {
                    return await context.CallActivityAsync<string>("Broken", 1, TaskOptions.FromRetryPolicy(policy));
                }
                catch (TaskFailedException)
                {
                    return context.CurrentUtcDateTime - began;
                }
            });

        var total = (await RunAsync(functions, "Retry")).ReadOutputAs<TimeSpan>();

        // Two seconds, then four that the longest makes three; each may be cut by one.
        Assert.InRange(total, 3 * Second, 12 * Second);
    }

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task RetryTimeout_EndsTheAttempts()
    {
        var policy = new RetryPolicy(100, 2 * Second, retryTimeout: 3 * Second);
        var functions = new HubFunctions()
            .Activity<int, string>("Broken", _ => throw new TimeoutException("busy"))
            .Orchestrator("Retry", async context =>
                await context.CallActivityAsync<string>("Broken", 1, TaskOptions.FromRetryPolicy(policy)));

        var ended = await RunAsync(functions, "Retry");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.InRange(functions.Runs["Broken"], 2, 4);
    }

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task HandleFailure_DecidesWhetherAFailureIsWorthAnotherAttempt()
    {
        var policy = new RetryPolicy(3, Pause) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };
        var functions = new HubFunctions()
            .Activity<int, string>("Busy", _ => throw new TimeoutException("busy"))
            .Activity<int, string>("Wrong", _ => throw new ArgumentException("wrong"))
            .Orchestrator<string>("GiveUp", async (context, activity) =>
            {
                try
                {
                    return await context.CallActivityAsync<string>(activity!, 1, TaskOptions.FromRetryPolicy(policy));
                }
                catch (TaskFailedException e)
                {
                    return e.FailureDetails.ErrorMessage;
                }
            });
        await using var hub = await StartAsync(functions);

        Assert.Equal("busy", (await RunAsync(hub, "GiveUp", "Busy")).ReadOutputAs<string>());
        Assert.Equal("wrong", (await RunAsync(hub, "GiveUp", "Wrong")).ReadOutputAs<string>());
        Assert.Equal(3, functions.Runs["Busy"]);
        Assert.Equal(1, functions.Runs["Wrong"]);
    }

    [Fact, Documented(DurablePages.CustomRetry)]
    public async Task Handler_DecidesByAttemptAndFailure()
    {
        var functions = new HubFunctions()
            .Activity<int, string>("Broken", _ => throw new TimeoutException("busy"))
            .Orchestrator("Handler", async context =>
            {
                var seen = new List<string>();
                var options = TaskOptions.FromRetryHandler(retry =>
                {
                    seen.Add($"{retry.LastAttemptNumber} {retry.LastFailure.ErrorType} {retry.LastFailure.ErrorMessage}");
                    return retry.LastAttemptNumber < 3;
                });
                try
                {
                    await context.CallActivityAsync<string>("Broken", 1, options);
                    return "not thrown";
                }
                catch (TaskFailedException e)
                {
                    return string.Join('|', [.. seen, e.FailureDetails.ErrorMessage]);
                }
            });

        Assert.Equal(
            "1 System.TimeoutException busy|2 System.TimeoutException busy|3 System.TimeoutException busy|busy",
            (await RunAsync(functions, "Handler")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.CustomRetry)]
    public async Task AsyncHandler_MayWaitForATimer()
    {
        var attempts = 0;
        var functions = new HubFunctions()
            .Activity<int, string>("Flaky", _ => ++attempts < 2 ? throw new TimeoutException("busy") : "done")
            .Orchestrator("Handler", async context =>
            {
                var options = TaskOptions.FromRetryHandler(async retry =>
                {
                    await retry.OrchestrationContext.CreateTimer(Pause, CancellationToken.None);
                    return true;
                });
                return await context.CallActivityAsync<string>("Flaky", 1, options);
            });

        Assert.Equal("done", (await RunAsync(functions, "Handler")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task SubOrchestration_IsRetriedToo()
    {
        var attempts = 0;
        var functions = new HubFunctions()
            .Activity<int, int>("Attempt", _ => ++attempts)
            .Orchestrator("Child", async context =>
                await context.CallActivityAsync<int>("Attempt", 1) < 3 ? throw new TimeoutException("busy") : "done")
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", TaskOptions.FromRetryPolicy(new RetryPolicy(3, Pause))));

        Assert.Equal("done", (await RunAsync(functions, "Parent")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task SubOrchestrationOfAGivenId_IsRetriedUnderThatId()
    {
        var attempts = 0;
        var functions = new HubFunctions()
            .Activity<int, int>("Attempt", _ => ++attempts)
            .Orchestrator("Child", async context =>
                await context.CallActivityAsync<int>("Attempt", 1) < 2 ? throw new TimeoutException("busy") : context.InstanceId)
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", null, new SubOrchestrationOptions(new RetryPolicy(3, Pause), "the-child")));

        Assert.Equal("the-child", (await RunAsync(functions, "Parent")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.RetryOnFailure)]
    public async Task RetriedActivity_TellsTheOrchestratorTheNumberOfItsLastAttempt()
    {
        var functions = new HubFunctions()
            .Activity<int, string>("Broken", _ => throw new TimeoutException("busy"))
            .Orchestrator("Catch", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Broken", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(2, Pause)));
                }
                catch (TaskFailedException e)
                {
                    // The first attempt is task 0, the timer between them 1.
                    return e.TaskId;
                }
            });

        Assert.Equal(2, (await RunAsync(functions, "Catch")).ReadOutputAs<int>());
    }

    private static HubFunctions Flaky(int failures)
    {
        var attempts = 0;
        return new HubFunctions()
            .Activity<int, string>("Flaky", _ =>
            {
                var attempt = Interlocked.Increment(ref attempts);
                return attempt > failures ? $"done after {attempt}" : throw new TimeoutException($"attempt {attempt}");
            })
            .Orchestrator("Retry", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Flaky", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(4, Pause)));
                }
                catch (TaskFailedException e)
                {
                    return "gave up: " + e.FailureDetails.ErrorMessage;
                }
            });
    }
}
