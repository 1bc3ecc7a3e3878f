using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>Exceptions in activities and orchestrators.</summary>
public abstract class FailureBehaviours(StartHub start) : Behaviour(start)
{
    /// <summary>An exception that no runtime knows.</summary>
    public sealed class DeskClosedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task FailedActivity_ReachesTheOrchestrator_WithItsNameIdAndDetails()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Step", n => n)
            .Activity<string, string>("Fail", _ => throw new DeskClosedException("broken", new FormatException("why")))
            .Orchestrator("Catch", async context =>
            {
                await context.CallActivityAsync("Step", 1);
                try
                {
                    await context.CallActivityAsync("Fail", "x");
                    return "not thrown";
                }
                catch (TaskFailedException e)
                {
                    var details = e.FailureDetails;
                    return string.Join('|', e.TaskName, e.TaskId, details.ErrorType, details.ErrorMessage, details.StackTrace is null,
                        details.InnerFailure?.ErrorType, details.InnerFailure?.ErrorMessage);
                }
            });

        Assert.Equal(
            $"Fail|1|{typeof(DeskClosedException)}|broken|False|System.FormatException|why",
            (await RunAsync(functions, "Catch")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task TaskFailedException_TellsTheTaskAndTheCause()
    {
        var functions = new HubFunctions()
            .Activity<string, string>("Fail", _ => throw new DeskClosedException("broken"))
            .Orchestrator("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Fail", "x");
                    return "not thrown";
                }
                catch (TaskFailedException e)
                {
                    return e.Message;
                }
            });

        Assert.Equal(
            "Task 'Fail' (#0) failed with an unhandled exception: broken", (await RunAsync(functions, "Catch")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task FailureDetails_KnowTheBaseTypesOfTheException()
    {
        var functions = new HubFunctions()
            .Activity<string, string>("Fail", _ => throw new DeskClosedException("broken", new FormatException("why")))
            .Orchestrator("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Fail", "x");
                    return null;
                }
                catch (TaskFailedException e)
                {
                    return new[]
                    {
                        e.FailureDetails.IsCausedBy<DeskClosedException>(),
                        e.FailureDetails.IsCausedBy<InvalidOperationException>(),
                        e.FailureDetails.IsCausedBy<Exception>(),
                        e.FailureDetails.IsCausedBy<ArgumentException>(),
                        e.FailureDetails.IsCausedBy<FormatException>(),
                    };
                }
            });

        Assert.Equal("[true,true,true,false,false]", (await RunAsync(functions, "Catch")).SerializedOutput);
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task UnhandledActivityFailure_FailsTheOrchestration()
    {
        var functions = new HubFunctions()
            .Activity<string, string>("Fail", _ => throw new DeskClosedException("broken"))
            .Orchestrator("Pass", async context =>
            {
                await context.CallActivityAsync("Fail");
                return null;
            });

        var ended = await RunAsync(functions, "Pass");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(
            "Microsoft.DurableTask.TaskFailedException: Task 'Fail' (#0) failed with an unhandled exception: broken",
            ended.SerializedOutput);
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task ExceptionInAnOrchestrator_FailsIt_AndIsToldByItsOutput()
    {
        var functions = new HubFunctions()
            .Orchestrator("Throw", _ => throw new DeskClosedException("never", new FormatException("why")));

        var ended = await RunAsync(functions, "Throw");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal($"{typeof(DeskClosedException)}: never", ended.SerializedOutput);
        Assert.Null(ended.FailureDetails);
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task CompensationInACatchBlock_MayCallActivities()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Debit", n => n)
            .Activity<int, int>("Credit", _ => throw new DeskClosedException("broken"))
            .Activity<int, int>("Refund", n => -n)
            .Orchestrator("Transfer", async context =>
            {
                var amount = await context.CallActivityAsync<int>("Debit", 5);
                try
                {
                    return await context.CallActivityAsync<int>("Credit", amount);
                }
                catch (TaskFailedException)
                {
                    return await context.CallActivityAsync<int>("Refund", amount);
                }
            });

        Assert.Equal(-5, (await RunAsync(functions, "Transfer")).ReadOutputAs<int>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task CancelledActivity_IsAFailureLikeAnyOther()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Cancelled", _ => throw new OperationCanceledException("enough"))
            .Orchestrator("Catch", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<int>("Cancelled", 1);
                }
                catch (TaskFailedException e)
                {
                    return e.FailureDetails.IsCausedBy<OperationCanceledException>();
                }
            });

        Assert.True((await RunAsync(functions, "Catch")).ReadOutputAs<bool>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task CancelledOrchestrator_IsFailed()
    {
        var functions = new HubFunctions().Orchestrator("Cancelled", async context =>
        {
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token);
            Cancel(cancellation);
            await timer;
            return null;
        });

        var ended = await RunAsync(functions, "Cancelled");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task ResultOfAnotherType_IsThrownAtTheCaller()
    {
        var functions = new HubFunctions()
            .Activity<int, string>("Text", _ => "not a number")
            .Orchestrator("Number", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<int>("Text", 1);
                }
                catch (System.Text.Json.JsonException)
                {
                    return "caught";
                }
            });

        Assert.Equal("caught", (await RunAsync(functions, "Number")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task UnknownActivity_FailsAtTheCaller()
    {
        var functions = new HubFunctions().Orchestrator("Call", async context =>
        {
            try
            {
                return await context.CallActivityAsync<int>("Unknown", 1);
            }
            catch (TaskFailedException e)
            {
                return e.TaskName + "|" + e.FailureDetails.ErrorType + "|" + e.FailureDetails.ErrorMessage;
            }
        });

        Assert.Equal("Unknown|(unknown)|(unknown)", (await RunAsync(functions, "Call")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task UnknownOrchestrator_Fails()
    {
        var functions = new HubFunctions().Orchestrator("Known", _ => Task.FromResult<object?>(null));

        var ended = await RunAsync(functions, "Unknown");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("Unknown", ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact, Documented(DurablePages.ErrorHandling)]
    public async Task OptionsGivenAsTheInput_AreRefused()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator("Wrong", async context =>
            {
                object options = TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromSeconds(1)));
                return await context.CallActivityAsync<int>("Step", options);
            });

        Assert.StartsWith("System.ArgumentException: ", (await RunAsync(functions, "Wrong")).SerializedOutput, StringComparison.Ordinal);
    }
}
