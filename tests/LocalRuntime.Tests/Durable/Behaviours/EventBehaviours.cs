using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>External events: kept until they are awaited.</summary>
public abstract class EventBehaviours(StartHub start) : Behaviour(start)
{
    public sealed record Approval(string By, int Amount);

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

    [Fact, Documented(DurablePages.Reliability)]
    public async Task EventsThatComeWhileAnActivityRuns_DoNotRunItAgain()
    {
        var release = new TaskCompletionSource();
        var functions = new HubFunctions()
            .ActivityAsync<int, int>("Slow", async n =>
            {
                await release.Task;
                return n;
            })
            .Orchestrator("Count", async context =>
            {
                var slow = context.CallActivityAsync<int>("Slow", 7);
                for (var n = 1; n <= 3; n++)
                {
                    await context.WaitForExternalEvent<object>("Go");
                    context.SetCustomStatus($"event {n}");
                }

                return await slow;
            });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Count");
        for (var n = 1; n <= 3; n++)
        {
            await RaiseAsync(hub, id, "Go");
            await ReachesAsync(hub, id, $"event {n}");
        }

        release.SetResult();

        Assert.Equal(7, (await EndAsync(hub, id)).ReadOutputAs<int>());
        Assert.Equal(1, functions.Runs["Slow"]);
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task AnyOfSeveralEvents_LetsTheOrchestrationGoOn()
    {
        var functions = new HubFunctions().Orchestrator("Any", async context =>
        {
            var approved = context.WaitForExternalEvent<Approval>("Approved");
            var refused = context.WaitForExternalEvent<string>("Refused");
            context.SetCustomStatus("waiting");
            var winner = await Task.WhenAny(approved, refused);
            return winner == approved ? approved.Result.By : refused.Result;
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Any");
        await ReachesAsync(hub, id, "waiting");
        await RaiseAsync(hub, id, "Approved", new Approval("Ada", 3));

        Assert.Equal("Ada", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task AllOfSeveralEvents_MayComeInAnyOrder()
    {
        var functions = new HubFunctions().Orchestrator("All", async context =>
        {
            var parts = await Task.WhenAll(
                context.WaitForExternalEvent<string>("A"),
                context.WaitForExternalEvent<string>("B"),
                context.WaitForExternalEvent<string>("C"));
            return string.Join(' ', parts);
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "All");
        foreach (var name in new[] { "C", "A", "B" }) await RaiseAsync(hub, id, name, name);

        Assert.Equal("A B C", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task Events_OfOneNameAwaitedAsTwoTypes_AreRefused()
    {
        var functions = new HubFunctions().Orchestrator("Types", context =>
        {
            _ = context.WaitForExternalEvent<int>("Number");
            _ = context.WaitForExternalEvent<string>("Number");
            return Task.FromResult<object?>(null);
        });

        var ended = await RunAsync(functions, "Types");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        const string Problem = "System.ArgumentException: Events with the same name must have the same type";
        Assert.StartsWith(Problem, ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task EventOfAnotherType_FailsTheOrchestration_ThoughItsCodeWouldCatch()
    {
        var functions = new HubFunctions().Orchestrator("Number", async context =>
        {
            var number = context.WaitForExternalEvent<int>("Number");
            context.SetCustomStatus("waiting");
            try
            {
                return await number;
            }
            catch (Exception)
            {
                return "caught";
            }
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Number");
        await ReachesAsync(hub, id, "waiting");
        await RaiseAsync(hub, id, "Number", "not a number");
        var ended = await EndAsync(hub, id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task KeptEventOfAnotherType_IsThrownWhereItIsAwaited()
    {
        var functions = new HubFunctions().Orchestrator("Number", async context =>
        {
            await context.WaitForExternalEvent<object>("Go");
            try
            {
                return await context.WaitForExternalEvent<int>("Number");
            }
            catch (System.Text.Json.JsonException)
            {
                return "caught";
            }
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Number");
        await RaiseAsync(hub, id, "Number", "not a number");
        await RaiseAsync(hub, id, "Go");

        Assert.Equal("caught", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task EventWithoutPayload_IsTheDefaultOfAReferenceType()
    {
        var functions = new HubFunctions().Orchestrator("Nothing", async context =>
            await context.WaitForExternalEvent<Approval?>("Go") is null ? "nothing" : "something");
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Nothing");
        await RaiseAsync(hub, id, "Go");

        Assert.Equal("nothing", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task WaitThatIsCancelled_LeavesTheEventToTheNextWaiter()
    {
        var functions = new HubFunctions().Orchestrator("Cancelled", async context =>
        {
            using var cancellation = new CancellationTokenSource();
            var first = context.WaitForExternalEvent<string>("Word", cancellation.Token);
            Cancel(cancellation);
            var second = context.WaitForExternalEvent<string>("Word");
            context.SetCustomStatus("waiting");
            return $"{first.IsCanceled} {await second}";
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Cancelled");
        await ReachesAsync(hub, id, "waiting");
        await RaiseAsync(hub, id, "Word", "yes");

        Assert.Equal("True yes", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task EventAfterTheEnd_IsRefused_AndChangesNothing()
    {
        var functions = new HubFunctions().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        await using var hub = await StartAsync(functions);
        var id = await ScheduleAsync(hub, "Wait");
        await RaiseAsync(hub, id, "Go", "first");
        await EndAsync(hub, id);

        await RefusedAsync(() => RaiseAsync(hub, id, "Go", "second"));

        Assert.Equal("first", (await GetAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task EventForNobody_IsRefused()
    {
        await using var hub = await StartAsync(new HubFunctions().Orchestrator("Wait", _ => Task.FromResult<object?>(null)));

        await RefusedAsync(() => RaiseAsync(hub, "nobody", "Go"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => RaiseAsync(hub, "", "Go"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => RaiseAsync(hub, "nobody", ""));
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task SendEvent_ReachesAnotherOrchestration()
    {
        var functions = new HubFunctions()
            .Orchestrator("Receiver", async context =>
            {
                context.SetCustomStatus("waiting");
                return await context.WaitForExternalEvent<Approval>("Approved");
            })
            .Orchestrator<string>("Sender", (context, receiver) =>
            {
                context.SendEvent(receiver!, "approved", new Approval("Ada", 3));
                context.SendEvent("nobody", "approved", "lost");
                return Task.FromResult<object?>("sent");
            });
        await using var hub = await StartAsync(functions);

        var receiver = await ScheduleAsync(hub, "Receiver");
        await ReachesAsync(hub, receiver, "waiting");
        var sender = await RunAsync(hub, "Sender", receiver);

        Assert.Equal("sent", sender.ReadOutputAs<string>());
        Assert.Equal(new Approval("Ada", 3), (await EndAsync(hub, receiver)).ReadOutputAs<Approval>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task ManyEvents_AreAllProcessed()
    {
        const int Count = 100;
        var functions = new HubFunctions().Orchestrator("Add", async context =>
        {
            var sum = 0;
            for (var n = 0; n < Count; n++) sum += await context.WaitForExternalEvent<int>("Number");
            return sum;
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Add");
        await Task.WhenAll(Enumerable.Range(1, Count).Select(n => RaiseAsync(hub, id, "Number", n)));

        Assert.Equal(Count * (Count + 1) / 2, (await EndAsync(hub, id)).ReadOutputAs<int>());
    }
}
