namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>External events: sent once, kept until they are awaited.</summary>
public abstract class EventBehaviours(StartHub start) : Behaviour(start)
{
    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task Events_RaisedBeforeTheyAreAwaited_AreKeptInTheirOrder()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator("Late", async context =>
            {
                await context.WaitForExternalEvent<object>("Go");
                await context.CallActivityAsync<int>("Step", 1);
                var first = await context.WaitForExternalEvent<string>("Word");
                var second = await context.WaitForExternalEvent<string>("Word");
                return first + " " + second;
            });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Late");
        await RaiseAsync(hub, id, "Word", "one");
        await RaiseAsync(hub, id, "Word", "two");
        await RaiseAsync(hub, id, "Go");

        Assert.Equal("one two", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task EventNames_IgnoreCase_AlsoWhenTheEventIsKept()
    {
        var functions = new HubFunctions().Orchestrator("Case", async context =>
        {
            await context.WaitForExternalEvent<object>("GO");
            return await context.WaitForExternalEvent<string>("word");
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Case");
        await RaiseAsync(hub, id, "WORD", "kept");
        await RaiseAsync(hub, id, "go");

        Assert.Equal("kept", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task Event_ForTwoWaiters_GoesToTheLatest()
    {
        var functions = new HubFunctions().Orchestrator("Stack", async context =>
        {
            var older = context.WaitForExternalEvent<int>("Number");
            var newer = context.WaitForExternalEvent<int>("Number");
            context.SetCustomStatus("waiting");
            await newer;
            await older;
            return $"{newer.Result} {older.Result}";
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Stack");
        await ReachesAsync(hub, id, "waiting");
        await RaiseAsync(hub, id, "Number", 1);
        await RaiseAsync(hub, id, "Number", 2);

        Assert.Equal("1 2", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }
}
