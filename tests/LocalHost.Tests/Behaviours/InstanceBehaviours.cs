using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Tests.Behaviours.BehaviourFunctions;

namespace Dfm.LocalHost.Tests.Behaviours;

/// <summary>What a client does to instances from outside.</summary>
public abstract class InstanceBehaviours(BehaviourHost host) : Behaviour(host)
{
    [Fact]
    public async Task Start_WithTheIdOfAnUnfinishedInstance_IsRefused()
    {
        var id = await WaitingAsync();

        await RefusedAsync(() => StartAsync(nameof(AwaitWord), "second", id));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await GetAsync(id)).RuntimeStatus);
    }

    [Theory, InlineData("done"), InlineData("fail"), InlineData(null)]
    public async Task Start_WithTheIdOfAFinishedInstance_ReplacesIt(string? word)
    {
        var id = await EndedAsync(word);

        await StartAsync(nameof(AwaitWord), "second", id);
        var second = await BecomesAsync(id, one => one is { IsRunning: true, SerializedInput: "\"second\"" });
        await RaiseAsync(id, "Word", "again");

        Assert.Null(second.SerializedOutput);
        Assert.Equal("again", (await EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, InlineData("done"), InlineData("fail"), InlineData(null)]
    public async Task Start_Once_IsRefusedInEveryStatus(string? word)
    {
        var once = new StartOrchestrationOptions(await EndedAsync(word)).WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>());

        await RefusedAsync(() => Client.ScheduleNewOrchestrationInstanceAsync(nameof(AwaitWord), null, once, Stop));

        Assert.True((await GetAsync(once.InstanceId!)).IsCompleted);
    }

    [Fact]
    public async Task Terminate_EndsAnInstance_WithTheGivenOutput_AndIsRefusedAfterwards()
    {
        var id = await WaitingAsync();

        await Client.TerminateInstanceAsync(id, (object?)"enough", Stop);
        var ended = await EndAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        await RefusedAsync(() => Client.TerminateInstanceAsync(id, Stop));
        await RefusedAsync(() => Client.TerminateInstanceAsync("nobody", Stop));
    }

    [Fact]
    public async Task Purge_RemovesAFinishedInstance_AndFreesItsId()
    {
        var id = await EndedAsync("done");

        Assert.Equal(1, (await Client.PurgeInstanceAsync(id, Stop)).PurgedInstanceCount);
        Assert.Null(await Client.GetInstanceAsync(id, Stop));
        Assert.Equal(0, (await Client.PurgeInstanceAsync(id, Stop)).PurgedInstanceCount);
        await StartAsync(nameof(AwaitWord), id: id);
        Assert.True((await ReachesAsync(id, "waiting")).IsRunning);
    }

    [Fact]
    public async Task Query_FindsByPrefixStatusAndTime_PageByPage()
    {
        var prefix = $"query-{Guid.NewGuid():N}";
        await EndedAsync("done", $"{prefix}-1");
        await EndedAsync("fail", $"{prefix}-2");
        await WaitingAsync($"{prefix}-3");
        var all = new OrchestrationQuery { InstanceIdPrefix = prefix, PageSize = 2 };

        Assert.Equal(["1", "2", "3"], await FoundAsync(all));
        Assert.Equal(["2"], await FoundAsync(all with { Statuses = [OrchestrationRuntimeStatus.Failed] }));
        Assert.Empty(await FoundAsync(all with { CreatedFrom = DateTimeOffset.UtcNow.AddHours(1) }));

        async Task<IEnumerable<string>> FoundAsync(OrchestrationQuery query)
        {
            var found = new List<string>();
            await foreach (var instance in Client.GetAllInstancesAsync(query).WithCancellation(Stop)) found.Add(instance.InstanceId[^1..]);
            return found.Order();
        }
    }

    [Fact]
    public async Task Metadata_TellsOfTheInstance_WithInputsAndOutputsOnDemand()
    {
        var id = await WaitingAsync();

        var bare = (await Client.GetInstanceAsync(id, Stop))!;

        Assert.Equal((nameof(AwaitWord), true, null), (bare.Name, bare.IsRunning, bare.SerializedInput));
        Assert.Equal("first", (await GetAsync(id)).ReadInputAs<string>());
        Assert.Null(await Client.GetInstanceAsync("nobody", Stop));
    }

    [Fact]
    public async Task History_TellsWhatHasHappened()
    {
        var history = await Client.GetOrchestrationHistoryAsync(await EndedAsync("done"), Stop);

        var events = history.Where(one => one is not (OrchestratorStartedEvent or OrchestratorCompletedEvent)).ToList();
        Assert.Equal(
            ["ExecutionStarted", "TaskScheduled", "TaskCompleted", "EventRaised", "ExecutionCompleted"],
            events.Select(one => $"{one.EventType}"));
        Assert.Equal("\"adA\"", Assert.IsType<TaskCompletedEvent>(events[2]).Result);
        Assert.Equal("\"done\"", Assert.IsType<EventRaisedEvent>(events[3]).Input);
    }

    [Fact]
    public async Task RestartOfTheHost_LetsOrchestrationsGoOn()
    {
        var id = await WaitingAsync();
        var timed = await StartAsync(nameof(RaceTimer), 3);
        await ReachesAsync(timed, "racing");

        await Host.RestartAsync();
        await RaiseAsync(id, "Word", "on");
        await ReachesAsync(timed, "late");
        await RaiseAsync(timed, "Planned", "Monday");

        Assert.Equal("on", (await EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal("Monday too late", (await EndAsync(timed)).ReadOutputAs<string>());
    }

    private async Task<string> WaitingAsync(string? id = null)
    {
        id = await StartAsync(nameof(AwaitWord), "first", id ?? $"{Guid.NewGuid():N}");
        await ReachesAsync(id, "waiting");
        return id;
    }

    /// <summary>An instance that has ended: failed for the word "fail", terminated without a word.</summary>
    private async Task<string> EndedAsync(string? word, string? id = null)
    {
        id = await WaitingAsync(id);
        await (word is null ? Client.TerminateInstanceAsync(id, Stop) : RaiseAsync(id, "Word", word));
        await EndAsync(id);
        return id;
    }
}

public sealed class InstancesOnLocalTables(LocalTablesHost host) : InstanceBehaviours(host), IClassFixture<LocalTablesHost>;
public sealed class InstancesOnAzureStorage(AzureStorageHost host) : InstanceBehaviours(host), IClassFixture<AzureStorageHost>;
