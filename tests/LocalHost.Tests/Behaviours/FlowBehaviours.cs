using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Tests.Behaviours.BehaviourFunctions;

namespace Dfm.LocalHost.Tests.Behaviours;

/// <summary>What orchestrators do: wait for events and timers, call activities, and fail.</summary>
public abstract class FlowBehaviours(BehaviourHost host) : Behaviour(host)
{
    [Fact]
    public async Task Events_RaisedBeforeTheyAreAwaited_AreKeptInTheirOrder()
    {
        // The first ones come before the orchestrator has begun.
        var id = await StartAsync(nameof(CollectNumbers), 20);
        for (var n = 0; n < 10; n++) await RaiseAsync(id, "Number", n);
        await ReachesAsync(id, "waiting");
        for (var n = 10; n < 20; n++) await RaiseAsync(id, "Number", n);

        await RaiseAsync(id, "go");

        Assert.Equal(Enumerable.Range(0, 20), (await EndAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task Event_ForAnInstanceThatIsNotThereOrHasEnded_IsRefused()
    {
        var id = await StartAsync(nameof(AwaitWord));
        await RaiseAsync(id, "Word", "Ada");
        await EndAsync(id);

        await RefusedAsync(() => RaiseAsync(id, "Word", "Bob"));
        await RefusedAsync(() => RaiseAsync("nobody", "Word", "Ada"));

        Assert.Equal("Ada", (await GetAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Race_WonByTheEvent_DoesNotWaitForTheCancelledTimer()
    {
        var id = await StartAsync(nameof(RaceTimer), 3600);
        await ReachesAsync(id, "racing");

        await RaiseAsync(id, "Planned", "Monday");

        Assert.Equal("Monday in time, timer cancelled: True", (await EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, InlineData(2), InlineData(-3600)]
    public async Task Race_WonByTheTimer_StillTakesTheEventLater(int seconds)
    {
        var id = await StartAsync(nameof(RaceTimer), seconds);
        await ReachesAsync(id, "late");

        await RaiseAsync(id, "Planned", "Monday");

        Assert.Equal("Monday too late", (await EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_StartsAgainUnderTheSameId_AndKeepsTheEvents()
    {
        var id = await StartAsync(nameof(AddNumbers), 0);
        foreach (var number in new[] { 1, 2, 3, 4 }) await RaiseAsync(id, "Number", number);

        Assert.Equal(10, (await EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task TimeAndGuids_AreTheSameAtEveryReplay()
    {
        var ended = await RunAsync(nameof(NoteReplays));

        Assert.True(Seen[ended.InstanceId].Count >= 3, "It was not replayed.");
        Assert.Equal(ended.ReadOutputAs<string>(), Assert.Single(Seen[ended.InstanceId].Distinct()));
    }

    [Fact]
    public async Task ParallelActivities_AllAnswer() =>
        Assert.Equal(Enumerable.Range(1, 25).Select(n => n * n), (await RunAsync(nameof(SquareAll), 25)).ReadOutputAs<int[]>()!);

    [Fact]
    public async Task RetryPolicy_TriesAgain_UntilTheActivitySucceeds() =>
        Assert.Equal("done by attempt 2", (await RunAsync(nameof(Retry), 1)).ReadOutputAs<string>());

    [Fact]
    public async Task RetryPolicy_CountsTheFirstAttempt_PausesLongerEachTime_AndThrowsTheLastFailure()
    {
        var ended = await RunAsync(nameof(Retry), 100);

        Assert.Equal($"FailAtFirst|{typeof(DeskClosedException)}|attempt 3|System.FormatException|True", ended.ReadOutputAs<string>());
        // One second and then two, each cut by up to one: the timers of Azure Storage know whole seconds.
        Assert.InRange(ended.ReadCustomStatusAs<int>(), 1, 30);
    }

    [Fact]
    public async Task UnhandledFailureOfAnActivity_FailsTheOrchestration()
    {
        var ended = await RunAsync(nameof(FailWithActivity));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("'FailAtFirst' (#0) failed with an unhandled exception: attempt 1", ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExceptionOfAnOrchestrator_FailsIt_AndIsToldByItsOutput()
    {
        var id = await StartAsync(nameof(AwaitWord));
        await RaiseAsync(id, "Word", "fail");

        var ended = await EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(($"{typeof(DeskClosedException)}: late", "\"waiting\""), (ended.SerializedOutput, ended.SerializedCustomStatus));
    }

    [Fact]
    public async Task FailedSubOrchestration_ReachesItsParent_WhichMayMakeUpForIt() => Assert.Equal(
        "FailWithActivity: attempt 1; done by attempt 1", (await RunAsync(nameof(Compensate))).ReadOutputAs<string>());
}

public sealed class FlowsOnLocalTables(LocalTablesHost host) : FlowBehaviours(host), IClassFixture<LocalTablesHost>;
public sealed class FlowsOnAzureStorage(AzureStorageHost host) : FlowBehaviours(host), IClassFixture<AzureStorageHost>;
