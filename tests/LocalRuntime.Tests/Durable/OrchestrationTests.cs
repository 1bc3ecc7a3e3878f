using Dfm.Testing;
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
        Assert.Contains("can be stored at once", ended.SerializedOutput);
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
        Assert.Contains("awaited something that is not durable", ended.SerializedOutput);
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

        Assert.Contains("awaited something that is not durable", (await hub.RunAsync("Stuck")).SerializedOutput);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        var known = most;
        while (now > known && Interlocked.CompareExchange(ref most, now, known) != known) known = most;
    }
}
