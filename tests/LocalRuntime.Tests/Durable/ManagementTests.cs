using Dfm.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>What a client does to instances from outside.</summary>
public sealed class ManagementTests(AzuriteFixture azurite)
{
    private static readonly TestFunctions Functions = new TestFunctions()
        .Activity<int, int>("Step", n => n)
        .Orchestrator("Wait", async context =>
        {
            context.SetCustomStatus("waiting");
            var word = await context.WaitForExternalEvent<string>("Go");
            await context.CallActivityAsync<int>("Step", 1);
            return word;
        })
        .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("Never"))
        .Orchestrator("Parent", async context =>
        {
            var options = new SubOrchestrationOptions(instanceId: context.InstanceId + "-child");
            var child = context.CallSubOrchestratorAsync<string>("Child", options);
            context.SetCustomStatus("waiting");
            return await child;
        });

    private CancellationToken Cancellation { get; } = TestContext.Current.CancellationToken;

    private Task<TestHub> StartAsync() => new TestHub(azurite, Functions).StartAsync();

    [Fact]
    public async Task Schedule_WithTheIdOfAFinishedInstance_ReplacesIt()
    {
        await using var hub = await StartAsync();
        await hub.ScheduleAsync("Wait", null, "one");
        await hub.RaiseAsync("one", "Go", "first");
        await hub.EndAsync("one");

        await hub.ScheduleAsync("Wait", null, "one");
        await hub.ReachesAsync("one", "waiting");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.GetAsync("one")).RuntimeStatus);
        await hub.CrashAndStartAsync();
        await hub.RaiseAsync("one", "Go", "second");

        Assert.Equal("second", (await hub.EndAsync("one")).ReadOutputAs<string>());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Suspend_HoldsWhatComes_UntilResume(bool crash)
    {
        await using var hub = await StartAsync();
        var id = await hub.ScheduleAsync("Wait");
        await hub.ReachesAsync(id, "waiting");

        await hub.Client.SuspendInstanceAsync(id, "pause", Cancellation);
        await TestHub.UntilAsync(async () => (await hub.GetAsync(id)).RuntimeStatus == OrchestrationRuntimeStatus.Suspended, "suspended");
        await hub.RaiseAsync(id, "Go", "on");
        if (crash) await hub.CrashAndStartAsync();
        await hub.Engine.Recovered;
        await Task.Delay(100, Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.GetAsync(id)).RuntimeStatus);
        await hub.Client.ResumeInstanceAsync(id, "go on", Cancellation);

        Assert.Equal("on", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Suspend_BeforeTheStart_HoldsTheStart()
    {
        await using var hub = await StartAsync();
        var options = new StartOrchestrationOptions("later", DateTimeOffset.UtcNow.AddHours(1));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, options, Cancellation);
        await hub.Client.SuspendInstanceAsync("later", null, Cancellation);
        await TestHub.UntilAsync(
            async () => (await hub.GetAsync("later")).RuntimeStatus == OrchestrationRuntimeStatus.Suspended, "suspended");
        await hub.Client.ResumeInstanceAsync("later", null, Cancellation);
        await hub.RaiseAsync("later", "Go", "early");
        await hub.CrashAndStartAsync();

        // Suspended and resumed, and the event is still kept: it has not begun.
        await TestHub.UntilAsync(
            async () => (await hub.GetAsync("later")).RuntimeStatus == OrchestrationRuntimeStatus.Pending
                && await hub.CountRowsAsync("inbox-") == 1,
            "pending, with its event");
    }

    [Fact]
    public async Task Purge_RemovesAFinishedInstance_AndLeavesAnUnfinishedOne()
    {
        await using var hub = await StartAsync();
        await hub.ScheduleAsync("Wait", null, "done");
        await hub.RaiseAsync("done", "Go", "x");
        await hub.EndAsync("done");
        await hub.ScheduleAsync("Wait", null, "open");

        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync("done", Cancellation)).PurgedInstanceCount);
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("done", Cancellation)).PurgedInstanceCount);

        Assert.Null(await hub.Client.GetInstanceAsync("done", Cancellation));
        await hub.RaiseAsync("open", "Go", "y");
        await hub.EndAsync("open");
        Assert.Equal(1, (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Cancellation)).PurgedInstanceCount);
        Assert.Equal(0, await hub.CountRowsAsync());
    }

    [Fact]
    public async Task Query_ByPrefixAndStatus_ComesInPages()
    {
        await using var hub = await StartAsync();
        foreach (var n in Enumerable.Range(0, 25)) await hub.ScheduleAsync("Wait", n, $"dit-{n:D2}");
        await hub.ScheduleAsync("Wait", null, "order/1");
        foreach (var n in Enumerable.Range(0, 5)) await hub.RaiseAsync($"dit-{n:D2}", "Go", "x");
        foreach (var n in Enumerable.Range(0, 5)) await hub.EndAsync($"dit-{n:D2}");

        var query = new OrchestrationQuery { InstanceIdPrefix = "dit-", PageSize = 10, FetchInputsAndOutputs = true };
        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in hub.Client.GetAllInstancesAsync(query).AsPages().WithCancellation(Cancellation)) pages.Add(page);
        var completed = await IdsAsync(hub, new OrchestrationQuery { Statuses = [OrchestrationRuntimeStatus.Completed] });
        var rest = await IdsAsync(hub, query with { ContinuationToken = pages[0].ContinuationToken });

        Assert.Equal([10, 10, 5], pages.Select(page => page.Values.Count));
        Assert.Equal(Enumerable.Range(0, 25), pages.SelectMany(page => page.Values).Select(instance => instance.ReadInputAs<int>()));
        Assert.Equal(["dit-00", "dit-01", "dit-02", "dit-03", "dit-04"], completed);
        Assert.Equal(15, rest.Count);
        Assert.Equal(["order/1"], await IdsAsync(hub, new OrchestrationQuery { InstanceIdPrefix = "order/" }));
        Assert.Empty(await IdsAsync(hub, new OrchestrationQuery { CreatedFrom = DateTimeOffset.UtcNow.AddHours(1) }));
    }

    [Theory, InlineData("a/b\\c#d?e^f%g'h"), InlineData("dit-42"), InlineData("é ü")]
    public async Task InstanceIds_MayHoldAnyCharacter(string id)
    {
        await using var hub = await StartAsync();

        await hub.ScheduleAsync("Wait", null, id);
        await hub.RaiseAsync(id, "Go", "x");

        Assert.Equal(id, (await hub.EndAsync(id)).InstanceId);
        Assert.Equal([id], await IdsAsync(hub, new OrchestrationQuery()));
    }

    [Fact, Documented(DurablePages.InstanceManagement)]
    public async Task InstanceIds_DoNotStartWithTheSignOfEntities()
    {
        await using var hub = await StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => hub.ScheduleAsync("Wait", null, "@one"));
    }

    private async Task<List<string>> IdsAsync(TestHub hub, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var instance in hub.Client.GetAllInstancesAsync(query).WithCancellation(Cancellation)) ids.Add(instance.InstanceId);
        return ids;
    }
}
