using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>What stays the same when an orchestrator's code runs again.</summary>
public abstract class ReplayBehaviours(StartHub start) : Behaviour(start)
{
    [Fact, Documented(DurablePages.Reliability)]
    public async Task Activities_AreCalledOnce_HoweverOftenTheCodeRuns()
    {
        var functions = Steps(4, (_, _) => { });

        Assert.Equal(6, (await RunAsync(functions, "Steps")).ReadOutputAs<int>());
        Assert.Equal(4, functions.Runs["Step"]);
    }

    [Fact, Documented(DurablePages.CodeConstraints)]
    public async Task TimeAndGuids_AreTheSameInEveryReplay()
    {
        var seen = new ConcurrentDictionary<string, ConcurrentBag<string>>();
        var functions = Steps(4, (context, n) =>
        {
            seen.GetOrAdd($"time {n}", _ => []).Add(context.CurrentUtcDateTime.ToString("o"));
            seen.GetOrAdd($"guid {n}", _ => []).Add(context.NewGuid().ToString());
        });

        await RunAsync(functions, "Steps");

        Assert.Equal(8, seen.Count);
        Assert.All(seen.Values, values => Assert.Single(values.Distinct()));
        Assert.Equal(4, Enumerable.Range(0, 4).Select(n => seen[$"guid {n}"].First()).Distinct().Count());
    }

    [Fact, Documented(DurablePages.CodeConstraints)]
    public async Task Guids_FollowFromTheInstanceTheTimeAndTheirNumber()
    {
        var functions = new HubFunctions().Orchestrator("Guid", context =>
            Task.FromResult<object?>($"{context.InstanceId}_{context.CurrentUtcDateTime:o}_0 {context.NewGuid()}"));

        var told = (await RunAsync(functions, "Guid")).ReadOutputAs<string>()!.Split(' ');

        Assert.Equal(NameBasedGuid(told[0]).ToString(), told[1]);
    }

    [Fact, Documented(DurablePages.CodeConstraints)]
    public async Task CurrentTime_IsUtc_AndGoesOnFromTurnToTurn()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator("Time", async context =>
            {
                var before = context.CurrentUtcDateTime;
                var twice = context.CurrentUtcDateTime == before;
                await context.CallActivityAsync<int>("Step", 1);
                return $"{before.Kind} {twice} {context.CurrentUtcDateTime > before}";
            });

        Assert.Equal("Utc True True", (await RunAsync(functions, "Time")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.Diagnostics)]
    public async Task ReplaySafeLogger_LogsOnce_HoweverOftenTheCodeRuns()
    {
        var functions = Steps(3, (context, n) => context.CreateReplaySafeLogger("Test").LogWarning("step {N}", n));

        await RunAsync(functions, "Steps");

        var logged = functions.Log.Entries.Where(entry => entry.Category == "Test").Select(entry => entry.Text);
        Assert.Equal(["step 0", "step 1", "step 2"], logged);
    }

    [Fact, Documented(DurablePages.Orchestrations)]
    public async Task Context_TellsNameAndId()
    {
        var functions = new HubFunctions()
            .Orchestrator("Names", context => Task.FromResult<object?>($"{context.Name} {context.InstanceId}"));
        await using var hub = await StartAsync(functions);

        Assert.Equal("Names some-id", (await RunAsync(hub, "Names", null, "some-id")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.FanOut)]
    public async Task FanOut_CallsActivitiesTogether_AndFanInHasAllResults()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Square", n => n * n)
            .Orchestrator("Sum", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 20).Select(n => context.CallActivityAsync<int>("Square", n)))).Sum());

        Assert.Equal(2870, (await RunAsync(functions, "Sum")).ReadOutputAs<int>());
        Assert.Equal(20, functions.Runs["Square"]);
    }

    [Fact, Documented(DurablePages.FanOut)]
    public async Task FanIn_ThrowsWhenOneFails_AfterAllHaveEnded()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Odd", n => n % 2 == 1 ? n : throw new ArgumentException($"{n} is even"))
            .Orchestrator("Sum", async context =>
            {
                var tasks = Enumerable.Range(1, 4).Select(n => context.CallActivityAsync<int>("Odd", n)).ToList();
                try
                {
                    await Task.WhenAll(tasks);
                    return "not thrown";
                }
                catch (TaskFailedException)
                {
                    return string.Join(' ', tasks.Select(task => task.Status));
                }
            });

        Assert.Equal("RanToCompletion Faulted RanToCompletion Faulted", (await RunAsync(functions, "Sum")).ReadOutputAs<string>());
    }

    private static HubFunctions Steps(int count, Action<TaskOrchestrationContext, int> before) => new HubFunctions()
        .Activity<int, int>("Step", n => n)
        .Orchestrator("Steps", async context =>
        {
            var sum = 0;
            for (var n = 0; n < count; n++)
            {
                before(context, n);
                sum += await context.CallActivityAsync<int>("Step", n);
            }

            return sum;
        });

    /// <summary>A GUID of version 5 (RFC 4122) in the namespace that Durable Functions uses.</summary>
    private static Guid NameBasedGuid(string name)
    {
        var space = Guid.Parse("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);
#pragma warning disable CA5350 // The standard's own hash.
        var hash = System.Security.Cryptography.SHA1.HashData([.. space, .. System.Text.Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
