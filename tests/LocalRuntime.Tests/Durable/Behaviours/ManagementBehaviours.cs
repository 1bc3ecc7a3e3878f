using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>What a client does to instances from outside.</summary>
public abstract class ManagementBehaviours(StartHub start) : Behaviour(start)
{
    private Task<IHub> StartAsync() => StartAsync(new HubFunctions()
        .Orchestrator<string>("Wait", async (context, input) =>
        {
            context.SetCustomStatus("waiting");
            var word = await context.WaitForExternalEvent<string>("Go");
            return word == "fail" ? throw new TimeoutException("late") : word;
        })
        .Orchestrator("Now", context => Task.FromResult<object?>(context.CurrentUtcDateTime)));

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Schedule_WithoutAnId_MakesOneUp()
    {
        await using var hub = await StartAsync();

        var id = await ScheduleAsync(hub, "Now");

        Assert.True(Guid.TryParseExact(id, "N", out _));
        Assert.Equal(id, (await EndAsync(hub, id)).InstanceId);
    }

    [Fact, Documented(DurablePages.Singletons)]
    public async Task Schedule_WithTheIdOfAnUnfinishedInstance_IsRefused()
    {
        await using var hub = await StartAsync();
        await ScheduleAsync(hub, "Wait", null, "one");
        await ReachesAsync(hub, "one", "waiting");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => ScheduleAsync(hub, "Wait", null, "one"));
    }

    [Theory, InlineData("first"), InlineData("fail"), InlineData(null), Documented(DurablePages.Singletons)]
    public async Task Schedule_WithTheIdOfAFinishedInstance_ReplacesIt(string? word)
    {
        await using var hub = await StartAsync();
        await FinishAsync(hub, "one", word);

        await ScheduleAsync(hub, "Wait", "second", "one");
        await BecomesAsync(hub, "one", one => one is { IsRunning: true, SerializedCustomStatus: not null }, "its second run");
        var second = await GetAsync(hub, "one");
        await RaiseAsync(hub, "one", "Go", "second");

        Assert.Equal("second", second.ReadInputAs<string>());
        Assert.Null(second.SerializedOutput);
        Assert.Equal("second", (await EndAsync(hub, "one")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.Singletons)]
    public async Task Schedule_WithDedupeStatuses_IsRefusedInThem()
    {
        await using var hub = await StartAsync();
        await FinishAsync(hub, "completed", "done");
        await FinishAsync(hub, "failed", "fail");
        var once = new StartOrchestrationOptions().WithDedupeStatuses(
            OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, once with { InstanceId = "completed" }, Cancellation));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, once with { InstanceId = "failed" }, Cancellation);
        await ReachesAsync(hub, "failed", OrchestrationRuntimeStatus.Running);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, once with { InstanceId = "failed" }, Cancellation));
    }

    [Fact, Documented(DurablePages.Singletons)]
    public async Task Schedule_WithDedupeStatusesThatLackRunning_IsRefusedAllTheSame()
    {
        await using var hub = await StartAsync();
        await ScheduleAsync(hub, "Wait", null, "one");
        await ReachesAsync(hub, "one", "waiting");
        var options = new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, options, Cancellation));
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task StartAt_HoldsTheInstancePending_UntilThen()
    {
        await using var hub = await StartAsync();
        var at = DateTimeOffset.UtcNow.AddSeconds(3);

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Now", null, new StartOrchestrationOptions(null, at), Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await GetAsync(hub, id)).RuntimeStatus);

        // Azure's queues know whole seconds.
        Assert.True((await EndAsync(hub, id)).ReadOutputAs<DateTime>() >= at.UtcDateTime.AddSeconds(-1));
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Terminate_EndsAnInstance_WithTheGivenOutput()
    {
        await using var hub = await StartAsync();
        var id = await ScheduleAsync(hub, "Wait");
        await ReachesAsync(hub, id, "waiting");

        await hub.Client.TerminateInstanceAsync(id, (object?)"enough", Cancellation);
        var ended = await EndAsync(hub, id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
        Assert.Equal("\"waiting\"", ended.SerializedCustomStatus);
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task TerminateSuspendAndResume_OfAFinishedOrUnknownInstance_AreRefused()
    {
        await using var hub = await StartAsync();
        await FinishAsync(hub, "done", "done");

        foreach (var id in new[] { "done", "nobody" })
        {
            await RefusedAsync(() => hub.Client.TerminateInstanceAsync(id, Cancellation));
            await RefusedAsync(() => hub.Client.SuspendInstanceAsync(id, null, Cancellation));
            await RefusedAsync(() => hub.Client.ResumeInstanceAsync(id, null, Cancellation));
        }
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Suspend_HoldsWhatComes_UntilResume()
    {
        await using var hub = await StartAsync();
        var id = await ScheduleAsync(hub, "Wait");
        await ReachesAsync(hub, id, "waiting");

        await hub.Client.SuspendInstanceAsync(id, "pause", Cancellation);
        await ReachesAsync(hub, id, OrchestrationRuntimeStatus.Suspended);
        await RaiseAsync(hub, id, "Go", "on");
        Assert.Equal("\"waiting\"", (await GetAsync(hub, id)).SerializedCustomStatus);
        await hub.Client.ResumeInstanceAsync(id, "go on", Cancellation);

        Assert.Equal("on", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task SuspendOfASuspended_AndResumeOfARunningInstance_AreRefused()
    {
        await using var hub = await StartAsync();
        var id = await ScheduleAsync(hub, "Wait");
        await ReachesAsync(hub, id, "waiting");

        await RefusedAsync(() => hub.Client.ResumeInstanceAsync(id, null, Cancellation));
        await hub.Client.SuspendInstanceAsync(id, null, Cancellation);
        await ReachesAsync(hub, id, OrchestrationRuntimeStatus.Suspended);
        await RefusedAsync(() => hub.Client.SuspendInstanceAsync(id, null, Cancellation));
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task SuspendedInstance_CanBeTerminated()
    {
        await using var hub = await StartAsync();
        var id = await ScheduleAsync(hub, "Wait");
        await ReachesAsync(hub, id, "waiting");
        await hub.Client.SuspendInstanceAsync(id, null, Cancellation);
        await ReachesAsync(hub, id, OrchestrationRuntimeStatus.Suspended);

        await hub.Client.TerminateInstanceAsync(id, Cancellation);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndAsync(hub, id)).RuntimeStatus);
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Purge_RemovesAFinishedInstance()
    {
        await using var hub = await StartAsync();
        await FinishAsync(hub, "done", "x");

        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync("done", Cancellation)).PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync("done", Cancellation));
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("done", Cancellation)).PurgedInstanceCount);
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Purge_OfAnUnfinishedInstance_IsRefused()
    {
        await using var hub = await StartAsync();
        await ScheduleAsync(hub, "Wait", null, "open");
        await ReachesAsync(hub, "open", "waiting");

        await Assert.ThrowsAnyAsync<Exception>(() => hub.Client.PurgeInstanceAsync("open", Cancellation));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await GetAsync(hub, "open")).RuntimeStatus);
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task PurgedId_CanBeScheduledAgain()
    {
        await using var hub = await StartAsync();
        await FinishAsync(hub, "one", "first");
        await hub.Client.PurgeInstanceAsync("one", Cancellation);

        await FinishAsync(hub, "one", "second");

        Assert.Equal("second", (await GetAsync(hub, "one")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task PurgeByFilter_RemovesWhatIsFinished_InTheTimeAndWithTheStatus()
    {
        await using var hub = await StartAsync();
        var began = DateTimeOffset.UtcNow.AddMinutes(-1);
        await FinishAsync(hub, "completed", "x");
        await FinishAsync(hub, "failed", "fail");
        await FinishAsync(hub, "terminated", null);
        await ScheduleAsync(hub, "Wait", null, "open");
        await ReachesAsync(hub, "open", "waiting");

        Assert.Equal(0, await PurgedAsync(new PurgeInstancesFilter(began.AddHours(-2), began.AddHours(-1))));
        Assert.Equal(1, await PurgedAsync(new PurgeInstancesFilter(began, null, [OrchestrationRuntimeStatus.Failed])));
        Assert.Equal(2, await PurgedAsync(new PurgeInstancesFilter(
            began, null, [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated])));
        Assert.Equal(["open"], await IdsAsync(hub, new OrchestrationQuery()));

        async Task<int> PurgedAsync(PurgeInstancesFilter filter) =>
            (await hub.Client.PurgeAllInstancesAsync(filter, Cancellation)).PurgedInstanceCount;
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Query_FindsByPrefixStatusAndTime()
    {
        await using var hub = await StartAsync();
        var began = DateTimeOffset.UtcNow.AddSeconds(-1);
        await FinishAsync(hub, "dit-1", "x");
        await FinishAsync(hub, "dit-2", "fail");
        await FinishAsync(hub, "order-1", "x");

        Assert.Equal(["dit-1", "dit-2", "order-1"], await IdsAsync(hub, new OrchestrationQuery()));
        Assert.Equal(["dit-1", "dit-2"], await IdsAsync(hub, new OrchestrationQuery { InstanceIdPrefix = "dit-" }));
        Assert.Equal(["dit-2"], await IdsAsync(hub, new OrchestrationQuery { Statuses = [OrchestrationRuntimeStatus.Failed] }));
        Assert.Equal(["dit-1"], await IdsAsync(
            hub, new OrchestrationQuery { InstanceIdPrefix = "dit-", Statuses = [OrchestrationRuntimeStatus.Completed] }));
        Assert.Equal(["dit-1", "dit-2", "order-1"], await IdsAsync(hub, new OrchestrationQuery(began, began.AddHours(1))));
        Assert.Empty(await IdsAsync(hub, new OrchestrationQuery { CreatedFrom = began.AddHours(1) }));
        Assert.Empty(await IdsAsync(hub, new OrchestrationQuery { CreatedTo = began.AddHours(-1) }));
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Query_ComesInPages_AndGoesOnFromAContinuationToken()
    {
        await using var hub = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 7).Select(n => ScheduleAsync(hub, "Wait", $"input {n}", $"i-{n}")));
        var query = new OrchestrationQuery { PageSize = 3, FetchInputsAndOutputs = true };

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in hub.Client.GetAllInstancesAsync(query).AsPages().WithCancellation(Cancellation)) pages.Add(page);

        Assert.Equal([3, 3, 1], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(
            Enumerable.Range(0, 7).Select(n => $"input {n}"), pages.SelectMany(page => page.Values).Select(i => i.ReadInputAs<string>()));
        Assert.Equal(["i-3", "i-4", "i-5", "i-6"], await IdsAsync(hub, query with { ContinuationToken = pages[0].ContinuationToken }));
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Metadata_WithoutInputsAndOutputs_DoesNotGiveThem()
    {
        await using var hub = await StartAsync();
        await ScheduleAsync(hub, "Wait", "in", "one");
        await ReachesAsync(hub, "one", "waiting");

        var bare = (await hub.Client.GetInstanceAsync("one", Cancellation))!;

        Assert.Equal("Wait", bare.Name);
        Assert.True(bare.IsRunning);
        Assert.False(bare.IsCompleted);
        Assert.Null(bare.SerializedInput);
        Assert.Null(bare.SerializedCustomStatus);
        Assert.Throws<InvalidOperationException>(() => bare.ReadInputAs<string>());
        Assert.Null(await hub.Client.GetInstanceAsync("nobody", Cancellation));
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Metadata_TellsWhenTheInstanceWasCreatedAndLastChanged()
    {
        await using var hub = await StartAsync();
        var before = DateTimeOffset.UtcNow;

        var ended = await RunAsync(hub, "Now");

        Assert.InRange(ended.CreatedAt, before.AddSeconds(-1), DateTimeOffset.UtcNow);
        Assert.InRange(ended.LastUpdatedAt, ended.CreatedAt, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal(TimeSpan.Zero, ended.CreatedAt.Offset);
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Waiting_ForStartAndCompletion_GivesTheInstance()
    {
        await using var hub = await StartAsync();
        await ScheduleAsync(hub, "Wait", "in", "one");

        var started = await hub.Client.WaitForInstanceStartAsync("one", true, Cancellation);
        await RaiseAsync(hub, "one", "Go", "done");
        var ended = await hub.Client.WaitForInstanceCompletionAsync("one", true, Cancellation);

        Assert.Equal("in", started.ReadInputAs<string>());
        Assert.Equal("done", ended.ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task Waiting_CanBeCancelled()
    {
        await using var hub = await StartAsync();
        await ScheduleAsync(hub, "Wait", null, "one");
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.Client.WaitForInstanceCompletionAsync("one", soon.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.Client.WaitForInstanceStartAsync("nobody", soon.Token));
    }

    [Theory, Documented(DurablePages.InstanceManagement)]
    [InlineData("dit-42"), InlineData("é ü"), InlineData("a.b_c:d")]
    [InlineData("a/b"), InlineData("a#b"), InlineData("a?b"), InlineData("a\\b")]
    public async Task InstanceIds_MayHoldManyCharacters(string id)
    {
        await using var hub = await StartAsync();

        await ScheduleAsync(hub, "Wait", null, id);
        await RaiseAsync(hub, id, "Go", "x");

        Assert.Equal(id, (await EndAsync(hub, id)).InstanceId);
    }

    /// <summary>Runs an instance to its end: failed for the word "fail", terminated without a word.</summary>
    private static async Task FinishAsync(IHub hub, string id, string? word)
    {
        await ScheduleAsync(hub, "Wait", null, id);
        await ReachesAsync(hub, id, "waiting");
        if (word is null)
            await hub.Client.TerminateInstanceAsync(id, Cancellation);
        else
            await RaiseAsync(hub, id, "Go", word);
        await EndAsync(hub, id);
    }

    private static async Task<List<string>> IdsAsync(IHub hub, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var instance in hub.Client.GetAllInstancesAsync(query).WithCancellation(Cancellation)) ids.Add(instance.InstanceId);
        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
