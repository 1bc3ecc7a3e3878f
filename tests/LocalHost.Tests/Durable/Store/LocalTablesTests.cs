using Dfm.Testing;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Query;

namespace Dfm.LocalHost.Tests.Durable.Store;

/// <summary>What the official engine and its client get from the store.</summary>
public sealed class LocalTablesTests(AzuriteFixture azurite)
{
    private readonly StorageAccount account = azurite.NewAccount();

    [Fact]
    public async Task Activities_OneAfterTheOther_AreAnswered()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Calls>("calls/1", 3);
        var state = await engine.EndOfAsync("calls/1");
        Assert.Equal((OrchestrationStatus.Completed, "\"0 1 2\"", "3"), (state.OrchestrationStatus, state.Output, state.Input));
        var history = await engine.Store.HistoryAsync("calls/1");
        Assert.Equal(3, history.OfType<TaskCompletedEvent>().Count());
        Assert.Single(history.OfType<ExecutionStartedEvent>());
        Assert.Contains("TaskScheduledId", await engine.Store.GetOrchestrationHistoryAsync("calls/1", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_Fails_FailsItsOrchestration()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Breaks>("breaks", "no paper");
        var state = await engine.EndOfAsync("breaks");
        Assert.Equal(OrchestrationStatus.Failed, state.OrchestrationStatus);
        Assert.Contains("no paper", state.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubOrchestration_Ends_AnswersItsParent()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Parent>("parent", 2);
        Assert.Equal("\"0 1\"", (await engine.EndOfAsync("parent")).Output);
    }

    [Fact]
    public async Task SubOrchestration_OfATakenId_FailsItsParent()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Waits>("parent-child");
        await engine.RunAsync<Parent>("parent", 2);
        Assert.Equal(OrchestrationStatus.Failed, (await engine.EndOfAsync("parent")).OrchestrationStatus);
    }

    [Fact]
    public async Task Timer_IsDue_WakesItsOrchestration()
    {
        await using var engine = await Engine.StartAsync(account);
        var before = DateTime.UtcNow;
        await engine.RunAsync<Sleeps>("sleeps", 300);
        await engine.EndOfAsync("sleeps");
        Assert.True(DateTime.UtcNow - before >= TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task Start_Scheduled_WaitsForItsTimeAndKeepsEventsUntilThen()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.Client.CreateScheduledOrchestrationInstanceAsync(typeof(Collects), "later", 1, DateTime.UtcNow.AddMilliseconds(800));
        await engine.RaiseAsync("later", "number", "early");
        Assert.Equal(OrchestrationStatus.Pending, (await engine.Store.GetOrchestrationStateAsync("later", null))!.OrchestrationStatus);
        Assert.Equal("\"early\"", (await engine.EndOfAsync("later")).Output);
    }

    [Fact]
    public async Task State_ThatItsReaderChanges_IsItsReadersAlone()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Collects>("collects", 1);
        await engine.StatusAsync("collects", OrchestrationStatus.Running);
        // As the extension's client does before it raises an event.
        (await engine.Store.GetOrchestrationStateAsync("collects", null))!.OrchestrationInstance.ExecutionId = "another";
        await engine.RaiseAsync("collects", "number", "one");
        Assert.Equal("\"one\"", (await engine.EndOfAsync("collects")).Output);
    }

    [Fact]
    public async Task Events_OfOneSender_ArriveInTheirOrder()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Collects>("collects", 150);
        await Task.WhenAll(Enumerable.Range(0, 150).Select(n => engine.RaiseAsync("collects", "number", $"{n}")));
        Assert.Equal($"\"{string.Join(' ', Enumerable.Range(0, 150))}\"", (await engine.EndOfAsync("collects")).Output);
    }

    [Fact]
    public async Task Events_OfAnotherInstance_ArriveInTheirOrder()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Collects>("collects", 10);
        await engine.RunAsync<Sends>("sends", "collects");
        Assert.Equal("\"0 1 2 3 4 5 6 7 8 9\"", (await engine.EndOfAsync("collects")).Output);
    }

    [Fact]
    public async Task Event_ForNobody_IsDropped()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RaiseAsync("nobody", "number", "1");
        await engine.RunAsync<Collects>("nobody", 1);
        await engine.RaiseAsync("nobody", "number", "2");
        Assert.Equal("\"2\"", (await engine.EndOfAsync("nobody")).Output);
    }

    [Fact]
    public async Task ContinueAsNew_LeavesOneRunAndNoOldRows()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Rounds>("rounds", 5);
        Assert.Equal("\"last 1\"", (await engine.EndOfAsync("rounds")).Output);
        Assert.Single((await engine.Store.HistoryAsync("rounds")).OfType<TaskScheduledEvent>());
        Assert.Equal(1, await RowsAsync());
    }

    [Fact]
    public async Task Terminate_EndsWhatWaits_AndItsIdCanBeUsedAgain()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Waits>("waits");
        await engine.Store.ForceTerminateTaskOrchestrationAsync("waits", "enough");
        var state = await engine.EndOfAsync("waits");
        Assert.Equal((OrchestrationStatus.Terminated, "enough"), (state.OrchestrationStatus, state.Output));
        await engine.RunAsync<Calls>("waits", 1);
        Assert.Equal("\"0\"", (await engine.EndOfAsync("waits")).Output);
        Assert.Equal(1, await RowsAsync());
    }

    [Fact]
    public async Task SuspendAndResume_HoldAndFreeAnInstance()
    {
        await using var engine = await Engine.StartAsync(account);
        var instance = await engine.RunAsync<Collects>("collects", 1);
        await engine.Client.SuspendInstanceAsync(instance, "a break");
        await engine.StatusAsync("collects", OrchestrationStatus.Suspended);
        await engine.RaiseAsync("collects", "number", "1");
        await engine.Client.ResumeInstanceAsync(instance, "go on");
        Assert.Equal("\"1\"", (await engine.EndOfAsync("collects")).Output);
    }

    [Fact]
    public async Task Create_IdInUse_IsRefusedByTheStatusesGiven()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Waits>("waits");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => engine.RunAsync<Waits>("waits"));
        var other = await engine.Client.CreateOrchestrationInstanceAsync(
            NameVersionHelper.GetDefaultName(typeof(Calls)), "", "waits", 1, null, Array.Empty<OrchestrationStatus>());
        var end = await engine.EndOfAsync("waits");
        Assert.Equal((other.ExecutionId, "\"0\""), (end.OrchestrationInstance.ExecutionId, end.Output));
    }

    [Fact]
    public async Task Purge_LeavesNothing()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<FansOut>("big", 20);
        await engine.RunAsync<Waits>("waits");
        await engine.EndOfAsync("big");
        Assert.Equal(1, (await engine.Store.PurgeInstanceStateAsync(new PurgeInstanceFilter(DateTime.UtcNow.AddHours(-1), null, null))).DeletedInstanceCount);
        Assert.Null(await engine.Store.GetOrchestrationStateAsync("big", null));
        Assert.Equal(1, (await engine.Store.PurgeInstanceStateAsync("waits")).DeletedInstanceCount);
        Assert.Equal(0, (await engine.Store.PurgeInstanceStateAsync("waits")).DeletedInstanceCount);
        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task Query_FindsByPrefixAndStatus_PageByPage()
    {
        await using var engine = await Engine.StartAsync(account);
        for (var n = 0; n < 5; n++) await engine.RunAsync<Calls>($"done-{n}", 1);
        await engine.RunAsync<Waits>("open-1");
        for (var n = 0; n < 5; n++) await engine.EndOfAsync($"done-{n}");
        var query = new OrchestrationQuery { InstanceIdPrefix = "done-", PageSize = 3, RuntimeStatus = [OrchestrationStatus.Completed] };
        var first = await engine.Store.GetOrchestrationWithQueryAsync(query, CancellationToken.None);
        query.ContinuationToken = first.ContinuationToken;
        var second = await engine.Store.GetOrchestrationWithQueryAsync(query, CancellationToken.None);
        Assert.Equal((3, 2, "1"), (first.OrchestrationState.Count, second.OrchestrationState.Count, second.OrchestrationState.First().Input));
        Assert.Null(second.ContinuationToken);
    }

    [Fact]
    public async Task LongInput_AndManyActivitiesAtOnce_AreStored()
    {
        await using var engine = await Engine.StartAsync(account);
        var random = new byte[750_000];
        Random.Shared.NextBytes(random);
        var text = Convert.ToBase64String(random);
        await engine.RunAsync<Repeats>("long", text);
        await engine.RunAsync<FansOut>("many", 150);
        Assert.Equal($"\"{text}\"", (await engine.EndOfAsync("long")).Output);
        Assert.Equal("150", (await engine.EndOfAsync("many")).Output);
    }

    [Fact]
    public async Task LongHistory_StaysWithinARow()
    {
        await using var engine = await Engine.StartAsync(account);
        await engine.RunAsync<Calls>("calls", 250);
        await engine.EndOfAsync("calls");
        Assert.Equal(250, (await engine.Store.HistoryAsync("calls")).OfType<TaskCompletedEvent>().Count());
    }

    [Fact]
    public async Task Restart_InTheMiddle_GoesOnAtOnce()
    {
        await using (var engine = await Engine.StartAsync(account))
        {
            await engine.RunAsync<Calls>("calls", 60);
            await engine.RunAsync<Collects>("collects", 2);
            await engine.RunAsync<Sleeps>("sleeps", 1500);
            await engine.RunAsync<Parent>("parent", 20);
            await engine.RaiseAsync("collects", "number", "1");
            await engine.HasAsync("calls", history => history.OfType<TaskCompletedEvent>().Count() > 3);
        }

        await using var next = await Engine.StartAsync(account);
        await next.RaiseAsync("collects", "number", "2");
        Assert.Equal("\"1 2\"", (await next.EndOfAsync("collects")).Output);
        Assert.Equal($"\"{string.Join(' ', Enumerable.Range(0, 60))}\"", (await next.EndOfAsync("calls")).Output);
        Assert.Equal(60, (await next.Store.HistoryAsync("calls")).OfType<TaskCompletedEvent>().Count());
        Assert.Equal("\"awake\"", (await next.EndOfAsync("sleeps")).Output);
        Assert.Equal(OrchestrationStatus.Completed, (await next.EndOfAsync("parent")).OrchestrationStatus);
    }

    [Fact]
    public async Task Requests_AreOneForAStart_AndOneForEachTurn()
    {
        await using var proxy = await StorageProxy.StartAsync(account);
        await using var engine = await Engine.StartAsync(proxy.Account);
        var before = proxy.Requests.Count;
        await engine.RunAsync<Calls>("calls", 10);
        await engine.EndOfAsync("calls");
        // The start, the first turn, and one turn for each result; the wait looks once.
        Assert.InRange(proxy.Requests.Count - before, 12, 13);
        Assert.All(proxy.Requests.Skip(before), request => Assert.True(request.NamesItsKeys, $"{request}"));
        before = proxy.Requests.Count;
        await engine.RunAsync<Waits>("waits");
        await engine.HasAsync("waits", history => history.OfType<TimerCreatedEvent>().Any());
        var looks = proxy.Requests.Skip(before).Count(request => request.Operation == "Get");
        await engine.RaiseAsync("waits", "go", "on");
        await engine.EndOfAsync("waits");
        // Start, turn, event, turn.
        Assert.InRange(proxy.Requests.Count - before - looks, 4, 5);
    }

    private async Task<int> RowsAsync()
    {
        var table = Dfm.LocalHost.Durable.Store.LocalTablesProvider.Table(account.ConnectionString, "hub");
        var rows = new List<string>();
        await foreach (var row in table.QueryAsync<Azure.Data.Tables.TableEntity>()) rows.Add(row.RowKey);
        return rows.Count;
    }
}
