using System.Collections.Concurrent;
using Dfm.LocalRuntime.Durable;
using Dfm.Testing;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>What remains when processes end and storage fails.</summary>
public sealed class DurabilityTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Orchestration_OutlivesACrash_AtEveryOneOfItsTurns()
    {
        var functions = new TestFunctions()
            .Activity<int, int>("Add", n => n + 1)
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Add", context.GetInput<int>()))
            .Orchestrator("Steps", async context =>
            {
                var n = context.GetInput<int>();
                for (var step = 0; step < 4; step++)
                {
                    context.SetCustomStatus($"step {step}");
                    n += await context.WaitForExternalEvent<int>("Next");
                    n = await context.CallActivityAsync<int>("Add", n);
                    n = await context.CallSubOrchestratorAsync<int>("Child", n);
                    await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                }

                return n;
            });
        await using var hub = await new TestHub(azurite, functions).StartAsync();

        var id = await hub.ScheduleAsync("Steps", 1);
        for (var step = 0; step < 4; step++)
        {
            await hub.ReachesAsync(id, $"step {step}");
            await hub.CrashAndStartAsync();
            await hub.RaiseAsync(id, "Next", 10);
            // Somewhere within the turns that follow.
            await Task.Delay(step * 4, TestContext.Current.CancellationToken);
            await hub.CrashAndStartAsync();
        }

        Assert.Equal(49, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Activity_RunsAgain_WhenTheProcessDiesBeforeItsResultIsStored()
    {
        var reached = new TaskCompletionSource();
        var functions = new TestFunctions();
        functions
            .Activity<int, string>("Effect", async (_, token) =>
            {
                if (functions.Runs["Effect"] > 1) return "second";
                reached.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return "first";
            })
            .Orchestrator("AtLeastOnce", async context => await context.CallActivityAsync<string>("Effect", 1));
        await using var hub = await new TestHub(azurite, functions).StartAsync();
        var id = await hub.ScheduleAsync("AtLeastOnce");
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);

        await hub.CrashAndStartAsync();

        Assert.Equal("second", (await hub.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, functions.Runs["Effect"]);
    }

    [Fact]
    public async Task Stop_FinishesWhatRuns_AndTakesNothingNew()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var functions = new TestFunctions()
            .Activity<int, string>("Slow", async (_, _) =>
            {
                reached.SetResult();
                await release.Task;
                return "slow";
            })
            .Activity<int, string>("Next", _ => "next")
            .Orchestrator("Stopped", async context =>
            {
                await context.CallActivityAsync<string>("Slow", 1);
                return await context.CallActivityAsync<string>("Next", 1);
            });
        await using var hub = await new TestHub(azurite, functions).StartAsync();
        var id = await hub.ScheduleAsync("Stopped");
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);

        var stop = hub.StopAsync();
        Assert.False(stop.IsCompleted);
        release.SetResult();
        await stop;
        Assert.False(functions.Runs.ContainsKey("Next"));
        await hub.StartAsync();

        Assert.Equal("next", (await hub.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, functions.Runs["Slow"]);
    }

    [Theory]
    [InlineData("other", "the history of 'x' holds the activity 'First', but the orchestrator 'Changed' asked for the activity 'Other'")]
    [InlineData("timer", "the history of 'x' holds the activity 'First', but the orchestrator 'Changed' asked for a timer")]
    [InlineData("less", "the history of 'x' holds the activity 'First', but the orchestrator 'Changed' ended")]
    [InlineData("more", "the history of 'x' holds nothing more, but the orchestrator 'Changed' asked for the activity 'Other'")]
    public async Task ChangedCode_IsDetectedAndNamed(string change, string message)
    {
        var changed = false;
        var functions = new TestFunctions()
            .Activity<int, int>("First", n => n)
            .Activity<int, int>("Other", n => n)
            .Orchestrator("Changed", async context =>
            {
                if (changed && change == "less") return null;
                if (changed && change == "timer") await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                if (changed && change == "other") await context.CallActivityAsync<int>("Other", 1);
                var first = context.CallActivityAsync<int>("First", 1);
                if (changed) _ = context.CallActivityAsync<int>("Other", 1);
                await first;
                context.SetCustomStatus("waiting");
                await context.WaitForExternalEvent<object>("Go");
                return null;
            });
        await using var hub = await new TestHub(azurite, functions).StartAsync();
        await hub.ScheduleAsync("Changed", null, "x");
        await hub.ReachesAsync("x", "waiting");

        changed = true;
        await hub.CrashAndStartAsync();
        await hub.RaiseAsync("x", "Go");
        var ended = await hub.EndAsync("x");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("Non-Deterministic workflow detected: at step ", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains(message, ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEventAndTwoActivities_CostSixStorageRequests()
    {
        var counter = new StorageFaults();
        var functions = new TestFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator("Cost", async context =>
            {
                await context.WaitForExternalEvent<object>("Go");
                await context.CallActivityAsync<int>("Step", 1);
                await context.CallActivityAsync<int>("Step", 2);
                return null;
            });
        await using var hub = await new TestHub(azurite, functions, counter).StartAsync();
        await hub.Engine.Recovered;
        await hub.RunAsync("Cost", null, "warm-up", ("Go", null));
        const int instances = 20;
        var before = counter.Requests;

        for (var n = 0; n < instances; n++)
        {
            await hub.ScheduleAsync("Cost", null, $"i{n}");
            await hub.RaiseAsync($"i{n}", "Go");
        }

        await TestHub.UntilAsync(() => Task.FromResult(functions.Runs["Step"] == 2 * (instances + 1)), "all steps");
        await hub.StopAsync();

        // Start, event, and four turns; one fewer when the event is there before the first turn.
        Assert.InRange((counter.Requests - before) / (double)instances, 5, 6);
    }

    [Fact]
    public async Task EvictedRuns_AreReplayed_WhenSomethingComes()
    {
        var functions = new TestFunctions().Orchestrator("Wait", async context => await context.WaitForExternalEvent<int>("Go"));
        await using var hub = new TestHub(azurite, functions);
        hub.Options = hub.Options with { MostIdleRuns = 2 };
        await hub.StartAsync();

        for (var n = 0; n < 20; n++) await hub.ScheduleAsync("Wait", null, $"i{n}");
        for (var n = 0; n < 20; n++) await hub.Client.WaitForInstanceStartAsync($"i{n}", TestContext.Current.CancellationToken);
        for (var n = 0; n < 20; n++) await hub.RaiseAsync($"i{n}", "Go", n);

        for (var n = 0; n < 20; n++) Assert.Equal(n, (await hub.EndAsync($"i{n}")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task StartAndEvent_WhoseAnswersAreLost_TakeEffect()
    {
        var faults = new StorageFaults();
        var functions = new TestFunctions().Orchestrator("Wait", async context =>
        {
            context.SetCustomStatus("waiting");
            return await context.WaitForExternalEvent<int>("Go");
        });
        await using var hub = await new TestHub(azurite, functions, faults).StartAsync();

        faults.LosesAnswers = true;
        await Assert.ThrowsAnyAsync<Exception>(() => hub.ScheduleAsync("Wait", null, "one"));
        faults.LosesAnswers = false;
        await hub.ReachesAsync("one", "waiting");
        faults.LosesAnswers = true;
        await Assert.ThrowsAnyAsync<Exception>(() => hub.RaiseAsync("one", "Go", 7));
        faults.LosesAnswers = false;

        Assert.Equal(7, (await hub.EndAsync("one")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Instance_StoredByAnotherProcessAfterTheRecovery_StartsWhenItIsAskedForAgain()
    {
        var functions = new TestFunctions().Orchestrator("Say", _ => Task.FromResult<object?>("said"));
        await using var hub = await new TestHub(azurite, functions).StartAsync();
        await hub.Engine.Recovered;
        // The request of a process that was killed meanwhile reaches the storage only now.
        await hub.Engine.Store.InsertOrGetAsync(new InstanceRow { Id = "late", Name = "Say", StartedBy = "another process" }, Stop);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.ScheduleAsync("Say", null, "late"));

        Assert.Equal("said", (await hub.EndAsync("late")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task StoredEvent_ReadBeforeItIsPosted_CountsOnce()
    {
        var requests = new StorageFaults();
        var functions = new TestFunctions().Orchestrator("Add", async context =>
        {
            context.SetCustomStatus("waiting");
            return await context.WaitForExternalEvent<int>("Go") + await context.WaitForExternalEvent<int>("Go");
        });
        await using var hub = await new TestHub(azurite, functions, requests).StartAsync();
        await hub.ScheduleAsync("Add", null, "sum");
        await hub.ReachesAsync("sum", "waiting");
        await hub.Client.SuspendInstanceAsync("sum", (string?)null, Stop);
        await TestHub.UntilAsync(
            async () => (await hub.GetAsync("sum")).RuntimeStatus == OrchestrationRuntimeStatus.Suspended, "suspended");
        var key = InstanceKeys.Message(hub.Engine.NextNumber(), "a");
        var message = new Message { Kind = MessageKind.EventRaised, Name = "Go", Data = "1" };
        var stored = await hub.Engine.Store.AddMessageAsync("sum", key, message, Stop);

        var before = requests.Requests;
        hub.Engine.Post("sum", Message.Reread);
        await TestHub.UntilAsync(() => Task.FromResult(requests.Requests > before), "the inbox is read");
        hub.Engine.Post("sum", stored);
        await hub.Client.ResumeInstanceAsync("sum", (string?)null, Stop);
        await hub.RaiseAsync("sum", "Go", 2);

        var ended = await hub.EndAsync("sum");
        Assert.Equal((OrchestrationRuntimeStatus.Completed, "3"), (ended.RuntimeStatus, ended.SerializedOutput));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task StorageFaultsAndCrashes_ChangeNoResult(int seed)
    {
        var calm = await RunManyAsync(new StorageFaults(), 0);
        var faults = new StorageFaults(seed, 0.12);
        var stormy = await RunManyAsync(faults, seed);

        Assert.True(faults.Faults > 5, $"only {faults.Faults} faults");
        Assert.Equal(calm, stormy);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<SortedDictionary<string, string?>> RunManyAsync(StorageFaults faults, int seed)
    {
        const int instances = 12;
        var random = new Random(seed);
        await using var hub = await new TestHub(azurite, ManyThings(), faults).StartAsync();
        for (var n = 0; n < instances; n++)
        {
            await InsistAsync(hub, seed, random, () => hub.Client.ScheduleNewOrchestrationInstanceAsync(
                "Many", n, new StartOrchestrationOptions($"i{n}").WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>())));
        }

        for (var n = 0; n < instances; n++)
        {
            foreach (var value in new[] { 1, 2, 3 })
                await InsistAsync(hub, seed, random, () => hub.RaiseAsync($"i{n}", "Number", value));
        }

        faults.IsOn = false;
        var results = new SortedDictionary<string, string?>();
        for (var n = 0; n < instances; n++)
        {
            var ended = await hub.EndAsync($"i{n}");
            results[ended.InstanceId] = $"{ended.RuntimeStatus} {ended.SerializedOutput}";
        }

        return results;
    }

    /// <summary>Does something until it succeeds, as an outbox does; now and then the process crashes before.</summary>
    private static async Task InsistAsync(TestHub hub, int seed, Random random, Func<Task> action)
    {
        if (seed != 0 && random.NextDouble() < 0.15) await hub.CrashAndStartAsync();
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return;
            }
            catch (Exception e) when (e is Azure.RequestFailedException or AggregateException or TaskCanceledException or IOException)
            {
                await Task.Delay(5);
            }
        }
    }

    private static TestFunctions ManyThings()
    {
        var attempts = new ConcurrentDictionary<int, int>();
        return new TestFunctions()
            .Activity<int, int>("Double", n => 2 * n)
            .Activity<int, int>("Flaky", n => attempts.AddOrUpdate(n, 1, (_, a) => a + 1) % 2 == 1 ? throw new TimeoutException() : n + 1)
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Double", context.GetInput<int>()))
            .Orchestrator("Many", async context =>
            {
                var insist = TaskOptions.FromRetryPolicy(new RetryPolicy(50, TimeSpan.FromMilliseconds(1)));
                var n = context.GetInput<int>();
                var seen = new SortedSet<int>();
                // An event may come twice, if its sender has insisted.
                while (seen.Count < 3)
                {
                    using var cancellation = new CancellationTokenSource();
                    var timer = context.CreateTimer(TimeSpan.FromHours(1), cancellation.Token);
                    var number = context.WaitForExternalEvent<int>("Number");
                    await Task.WhenAny(timer, number);
#pragma warning disable CA1849
                    cancellation.Cancel();
#pragma warning restore CA1849
                    if (!seen.Add(await number)) continue;
                    n += await context.CallActivityAsync<int>("Double", number.Result);
                }

                var parts = await Task.WhenAll(
                    context.CallActivityAsync<int>("Double", n),
                    context.CallSubOrchestratorAsync<int>("Child", n),
                    context.CallActivityAsync<int>("Flaky", n, insist));
                if (n % 3 == 0) throw new InvalidOperationException($"third {n}");
                await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                return parts.Sum();
            });
    }
}
