using System.Collections.Concurrent;
using Dfm.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>What an orchestrator may count on.</summary>
public sealed class OrchestrationTests(AzuriteFixture azurite)
{
    private TestHub Hub(TestFunctions functions, bool replaysAlways = false) => new(azurite, functions)
    {
        Options = new() { HubName = "TestHub", ReplaysAlways = replaysAlways },
    };

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
        await using var hub = await Hub(functions).StartAsync();

        var id = await hub.ScheduleAsync("Hello");
        await hub.RaiseAsync(id, "name", "Ada");
        var ended = await hub.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("Hello Hello Ada", ended.ReadOutputAs<string>());
        Assert.Equal(2, functions.Runs["Greet"]);
    }

    [Fact]
    public async Task Replay_RunsTheCodeAgain_AndIsToldByIsReplaying()
    {
        var seen = new ConcurrentQueue<string>();
        var functions = new TestFunctions()
            .Activity<int, int>("Double", n => 2 * n)
            .Orchestrator("Twice", async context =>
            {
                seen.Enqueue($"start {context.IsReplaying}");
                var once = await context.CallActivityAsync<int>("Double", 1);
                seen.Enqueue($"once {context.IsReplaying}");
                var twice = await context.CallActivityAsync<int>("Double", once);
                seen.Enqueue($"twice {context.IsReplaying}");
                return twice;
            });
        await using var hub = await Hub(functions, replaysAlways: true).StartAsync();

        var ended = await hub.RunAsync("Twice");

        Assert.Equal(4, ended.ReadOutputAs<int>());
        Assert.Equal(
            ["start False", "start True", "once False", "start True", "once True", "twice False"], seen);
        Assert.Equal(2, functions.Runs["Double"]);
    }

    [Fact]
    public async Task TimeAndGuids_AreTheSameInEveryReplay()
    {
        var seen = new ConcurrentDictionary<string, ConcurrentBag<string>>();
        var functions = new TestFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator("Deterministic", async context =>
            {
                for (var n = 0; n < 4; n++)
                {
                    seen.GetOrAdd($"time {n}", _ => []).Add(context.CurrentUtcDateTime.ToString("o"));
                    seen.GetOrAdd($"guid {n}", _ => []).Add(context.NewGuid().ToString());
                    await context.CallActivityAsync<int>("Step", n);
                }

                return null;
            });
        await using var hub = await Hub(functions, replaysAlways: true).StartAsync();

        await hub.RunAsync("Deterministic");

        Assert.Equal(8, seen.Count);
        Assert.All(seen.Values, values => Assert.Single(values.Distinct()));
        Assert.All(seen.Where(entry => entry.Key != "guid 3" && entry.Key != "time 3"), entry => Assert.True(entry.Value.Count > 1));
        var guid = seen["guid 0"].First();
        Assert.Equal('5', guid[14]);
        Assert.Equal(4, Enumerable.Range(0, 4).Select(n => seen[$"guid {n}"].First()).Distinct().Count());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Events_RaisedBeforeTheyAreAwaited_AreKeptInTheirOrder(bool replaysAlways)
    {
        var functions = new TestFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator("Late", async context =>
            {
                await context.WaitForExternalEvent<object>("Go");
                await context.CallActivityAsync<int>("Step", 1);
                var first = await context.WaitForExternalEvent<string>("word");
                var second = await context.WaitForExternalEvent<string>("WORD");
                return first + " " + second;
            });
        await using var hub = await Hub(functions, replaysAlways).StartAsync();

        var id = await hub.ScheduleAsync("Late");
        await hub.RaiseAsync(id, "Word", "one");
        await hub.RaiseAsync(id, "wORD", "two");
        await hub.RaiseAsync(id, "go");

        Assert.Equal("one two", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Event_ForTwoWaiters_GoesToTheLatest(bool replaysAlways)
    {
        var functions = new TestFunctions().Orchestrator("Stack", async context =>
        {
            var older = context.WaitForExternalEvent<int>("Number");
            var newer = context.WaitForExternalEvent<int>("Number");
            context.SetCustomStatus("waiting");
            await newer;
            await older;
            return $"{newer.Result} {older.Result}";
        });
        await using var hub = await Hub(functions, replaysAlways).StartAsync();

        var id = await hub.ScheduleAsync("Stack");
        await hub.ReachesAsync(id, "waiting");
        await hub.RaiseAsync(id, "Number", 1);
        await hub.RaiseAsync(id, "Number", 2);

        Assert.Equal("1 2", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_OfOneNameWithTwoTypes_AreRefused()
    {
        var functions = new TestFunctions().Orchestrator("Types", context =>
        {
            _ = context.WaitForExternalEvent<int>("Number");
            _ = context.WaitForExternalEvent<string>("Number");
            return Task.FromResult<object?>(null);
        });
        await using var hub = await Hub(functions).StartAsync();

        var ended = await hub.RunAsync("Types");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("must have the same type argument", ended.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task FanOut_RunsActivitiesTogether_WithinTheLimit()
    {
        int running = 0, most = 0;
        var functions = new TestFunctions()
            .Activity<int, int>("Square", async (n, token) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Delay(20, token);
                Interlocked.Decrement(ref running);
                return n * n;
            })
            .Orchestrator("Sum", async context =>
            {
                var squares = await Task.WhenAll(Enumerable.Range(1, 12).Select(n => context.CallActivityAsync<int>("Square", n)));
                return squares.Sum();
            });
        await using var hub = Hub(functions);
        hub.Options = hub.Options with { MaxConcurrentActivities = 3 };
        await hub.StartAsync();

        Assert.Equal(650, (await hub.RunAsync("Sum")).ReadOutputAs<int>());
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task FailedActivity_ReachesTheOrchestrator_WithItsDetails()
    {
        var functions = new TestFunctions()
            .Activity<string, string>("Fail", _ => throw new InvalidOperationException("broken", new FormatException("why")))
            .Orchestrator("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Fail", "x");
                    return "not thrown";
                }
                catch (TaskFailedException e)
                {
                    var details = e.FailureDetails;
                    return $"{e.TaskName} {e.TaskId} {details.IsCausedBy<InvalidOperationException>()} "
                        + $"{details.IsCausedBy<ArgumentException>()} {details.ErrorMessage} {details.InnerFailure!.ErrorMessage}";
                }
            });
        await using var hub = await Hub(functions).StartAsync();

        Assert.Equal("Fail 0 True False broken why", (await hub.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task UnhandledException_FailsTheOrchestration_WithItsDetails()
    {
        var functions = new TestFunctions()
            .Activity<string, string>("Fail", _ => throw new InvalidOperationException("broken"))
            .Orchestrator("Throw", _ => throw new NotSupportedException("never"))
            .Orchestrator("Pass", async context =>
            {
                await context.CallActivityAsync("Fail");
                return null;
            });
        await using var hub = await Hub(functions).StartAsync();

        var thrown = await hub.RunAsync("Throw");
        var passed = await hub.RunAsync("Pass");
        var unknown = await hub.RunAsync("Unknown");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, thrown.RuntimeStatus);
        Assert.True(thrown.FailureDetails!.IsCausedBy<NotSupportedException>());
        Assert.Equal("never", thrown.FailureDetails.ErrorMessage);
        Assert.True(passed.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.Equal("broken", passed.FailureDetails.InnerFailure!.ErrorMessage);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, unknown.RuntimeStatus);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task SubOrchestration_AnswersItsParent(bool replaysAlways)
    {
        var functions = new TestFunctions()
            .Activity<int, int>("Double", n => 2 * n)
            .Orchestrator("Child", async context =>
            {
                var n = context.GetInput<int>();
                if (n < 0) throw new ArgumentException("negative");
                return await context.CallActivityAsync<int>("Double", n) + context.Parent!.InstanceId.Length;
            })
            .Orchestrator("Parent", async context =>
            {
                var answers = await Task.WhenAll(
                    context.CallSubOrchestratorAsync<int>("Child", 1),
                    context.CallSubOrchestratorAsync<int>("Child", 2, new SubOrchestrationOptions(instanceId: "child-2")));
                try
                {
                    await context.CallSubOrchestratorAsync("Child", -1);
                    return "not thrown";
                }
                catch (TaskFailedException e) when (e.FailureDetails.IsCausedBy<ArgumentException>())
                {
                    return $"{answers[0]} {answers[1]} {e.FailureDetails.ErrorMessage}";
                }
            });
        await using var hub = await Hub(functions, replaysAlways).StartAsync();

        var ended = await hub.RunAsync("Parent", null, "12345");

        Assert.Equal("7 9 negative", ended.ReadOutputAs<string>());
        Assert.Equal(9, (await hub.GetAsync("child-2")).ReadOutputAs<int>());
    }

    [Theory, InlineData(true, false), InlineData(false, false), InlineData(true, true), InlineData(false, true)]
    public async Task ContinueAsNew_StartsAgain_WithOrWithoutUnprocessedEvents(bool preserve, bool replaysAlways)
    {
        var functions = new TestFunctions().Orchestrator("Loop", async context =>
        {
            var round = context.GetInput<int>();
            if (round == 0)
            {
                await context.WaitForExternalEvent<object>("Go");
                context.ContinueAsNew(1, preserve);
                return null;
            }

            context.SetCustomStatus("again");
            var kept = await context.WaitForExternalEvent<string>("Kept");
            return $"{round} {kept}";
        });
        await using var hub = await Hub(functions, replaysAlways).StartAsync();

        var id = await hub.ScheduleAsync("Loop", 0);
        await hub.RaiseAsync(id, "Kept", "early");
        await hub.RaiseAsync(id, "Go");
        await hub.ReachesAsync(id, "again");
        if (!preserve) await hub.RaiseAsync(id, "Kept", "late");

        Assert.Equal(preserve ? "1 early" : "1 late", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_AHundredTimes_LeavesNoOldHistory()
    {
        var functions = new TestFunctions()
            .Activity<int, int>("Next", n => n + 1)
            .Orchestrator("Count", async context =>
            {
                var next = await context.CallActivityAsync<int>("Next", context.GetInput<int>());
                if (next >= 100) return next;
                context.ContinueAsNew(next);
                return null;
            });
        await using var hub = await Hub(functions).StartAsync();

        Assert.Equal(100, (await hub.RunAsync("Count", 0)).ReadOutputAs<int>());
        Assert.True(await hub.CountRowsAsync() < 5);
    }

    [Fact]
    public async Task SendEvent_ReachesAnotherOrchestration_AlsoFromOneThatEnds()
    {
        var functions = new TestFunctions()
            .Orchestrator("Receiver", async context =>
            {
                context.SetCustomStatus("waiting");
                return await context.WaitForExternalEvent<string>("Word") + await context.WaitForExternalEvent<string>("Word");
            })
            .Orchestrator("Sender", context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    context.SendEvent("receiver", "Word", "one");
                    context.ContinueAsNew(1);
                }
                else
                {
                    context.SendEvent("receiver", "Word", "two");
                    context.SendEvent("nobody", "Word", "three");
                }

                return Task.FromResult<object?>(null);
            });
        await using var hub = await Hub(functions).StartAsync();

        await hub.ScheduleAsync("Receiver", null, "receiver");
        await hub.ReachesAsync("receiver", "waiting");
        await hub.RunAsync("Sender", 0);

        var words = (await hub.EndAsync("receiver")).ReadOutputAs<string>();
        Assert.Contains("one", words);
        Assert.Contains("two", words);
    }

    [Fact]
    public async Task CustomStatus_Beyond16KB_IsRefused()
    {
        var functions = new TestFunctions().Orchestrator("Status", context =>
        {
            context.SetCustomStatus(new string('a', 8190));
            context.SetCustomStatus(new string('b', 8191));
            return Task.FromResult<object?>(null);
        });
        await using var hub = await Hub(functions).StartAsync();

        var ended = await hub.RunAsync("Status");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("16 KB", ended.FailureDetails!.ErrorMessage);
        Assert.Equal(8192, ended.SerializedCustomStatus!.Length);
    }

    [Fact]
    public async Task CustomStatus_CanBeCleared()
    {
        var functions = new TestFunctions().Orchestrator("Clear", async context =>
        {
            context.SetCustomStatus("busy");
            await context.WaitForExternalEvent<object>("Go");
            context.SetCustomStatus(null);
            return null;
        });
        await using var hub = await Hub(functions).StartAsync();

        var id = await hub.ScheduleAsync("Clear");
        await hub.ReachesAsync(id, "busy");
        await hub.RaiseAsync(id, "Go");

        Assert.Null((await hub.EndAsync(id)).SerializedCustomStatus);
    }

    [Theory, InlineData(20_000), InlineData(300_000), InlineData(450_000)]
    public async Task LargeInputsAndOutputs_ComeThrough(int length)
    {
        var functions = new TestFunctions()
            .Activity<string, string>("Reverse", text => new string([.. text!.Reverse()]))
            .Orchestrator("Large", async context => await context.CallActivityAsync<string>("Reverse", context.GetInput<string>()));
        await using var hub = await Hub(functions, replaysAlways: true).StartAsync();

        var ended = await hub.RunAsync("Large", "a" + new string('b', length));

        Assert.Equal(new string('b', length) + "a", ended.ReadOutputAs<string>());
        Assert.Equal(length + 3, ended.SerializedInput!.Length);
    }

    [Fact]
    public async Task TurnThatIsTooLargeToStore_FailsTheOrchestration()
    {
        var functions = new TestFunctions()
            .Activity<string, int>("Length", text => text!.Length)
            .Orchestrator("TooLarge", async context =>
            {
                var text = new string('x', 300_000);
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => context.CallActivityAsync<int>("Length", text)));
                return null;
            });
        await using var hub = await Hub(functions).StartAsync();

        var ended = await hub.RunAsync("TooLarge");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("can be stored at once", ended.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task AThousandEvents_AreAllProcessed()
    {
        var functions = new TestFunctions().Orchestrator("Add", async context =>
        {
            var sum = 0;
            for (var n = 0; n < 1000; n++) sum += await context.WaitForExternalEvent<int>("Number");
            return sum;
        });
        await using var hub = await Hub(functions).StartAsync();

        var id = await hub.ScheduleAsync("Add");
        await Task.WhenAll(Enumerable.Range(1, 1000).Select(n => hub.RaiseAsync(id, "Number", n)));

        Assert.Equal(500_500, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("task")]
    [InlineData("cancel")]
    public async Task AwaitOfWhatIsNotDurable_FailsWithAClearMessage(string how)
    {
        var functions = new TestFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator("Illegal", async context =>
            {
                using var cancellation = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token);
                switch (how)
                {
                    case "delay":
                        await Task.Delay(10);
                        break;
                    case "task":
                        await Task.Run(() => Thread.Sleep(10));
                        break;
                    default:
                        await cancellation.CancelAsync();
                        break;
                }

                return await context.CallActivityAsync<int>("Step", 2);
            });
        await using var hub = await Hub(functions).StartAsync();

        var ended = await hub.RunAsync("Illegal");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("awaited something that is not durable", ended.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task AwaitOfWhatIsNotDurable_WithNothingElseToWaitFor_FailsAtOnce()
    {
        var functions = new TestFunctions().Orchestrator("Stuck", async _ =>
        {
            await new TaskCompletionSource().Task;
            return null;
        });
        await using var hub = await Hub(functions).StartAsync();

        Assert.Contains("awaited something that is not durable", (await hub.RunAsync("Stuck")).FailureDetails!.ErrorMessage);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        var known = most;
        while (now > known && Interlocked.CompareExchange(ref most, now, known) != known) known = most;
    }
}
