using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>The custom status of an orchestration.</summary>
public abstract class CustomStatusBehaviours(StartHub start) : Behaviour(start)
{
    public sealed record Progress(string Step, int Percent);

    [Fact, Documented(DurablePages.CustomStatus)]
    public async Task CustomStatus_IsSeenByClients_WhileTheOrchestrationRunsAndAfterItsEnd()
    {
        var functions = new HubFunctions().Orchestrator("Status", async context =>
        {
            context.SetCustomStatus(new Progress("first", 0));
            context.SetCustomStatus(new Progress("packing", 50));
            await context.WaitForExternalEvent<object>("Go");
            return null;
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Status");
        var running = await BecomesAsync(hub, id, instance => instance is { IsRunning: true }, "its first turn");
        await RaiseAsync(hub, id, "Go");
        var ended = await EndAsync(hub, id);

        Assert.Equal("""{"Step":"packing","Percent":50}""", running.SerializedCustomStatus);
        Assert.Equal(new Progress("packing", 50), ended.ReadCustomStatusAs<Progress>());
    }

    [Fact, Documented(DurablePages.CustomStatus)]
    public async Task CustomStatus_CanBeCleared()
    {
        var functions = new HubFunctions().Orchestrator("Clear", async context =>
        {
            context.SetCustomStatus("busy");
            await context.WaitForExternalEvent<object>("Go");
            context.SetCustomStatus(null);
            return null;
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Clear");
        await ReachesAsync(hub, id, "busy");
        await RaiseAsync(hub, id, "Go");

        var ended = await EndAsync(hub, id);
        Assert.Equal("null", ended.SerializedCustomStatus);
        Assert.Null(ended.ReadCustomStatusAs<string>());
    }

    [Fact, Documented(DurablePages.CustomStatus)]
    public async Task CustomStatus_SetBeforeAFailure_IsKept()
    {
        var functions = new HubFunctions().Orchestrator("Fails", context =>
        {
            context.SetCustomStatus("last words");
            throw new TimeoutException("late");
        });

        var ended = await RunAsync(functions, "Fails");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("\"last words\"", ended.SerializedCustomStatus);
    }

    [Theory, InlineData(8190, true), InlineData(8191, false), Documented(DurablePages.CustomStatus)]
    public async Task CustomStatus_MayHave16KilobytesOfUtf16_WithItsQuotes(int length, bool isAllowed)
    {
        var functions = new HubFunctions().Orchestrator("Long", context =>
        {
            try
            {
                context.SetCustomStatus(new string('a', length));
            }
            catch (ArgumentException)
            {
                return Task.FromResult<object?>("caught");
            }

            return Task.FromResult<object?>(null);
        });

        var ended = await RunAsync(functions, "Long");

        Assert.Equal(isAllowed ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(isAllowed ? length + 2 : "null".Length, ended.SerializedCustomStatus!.Length);
    }

    [Fact, Documented(DurablePages.CustomStatus)]
    public async Task CustomStatusThatIsTooLong_DoesNotMatter_WhenAShorterFollowsInTheSameTurn()
    {
        var functions = new HubFunctions().Orchestrator("Long", context =>
        {
            context.SetCustomStatus(new string('a', 20_000));
            context.SetCustomStatus("short");
            return Task.FromResult<object?>(null);
        });

        Assert.Equal("\"short\"", (await RunAsync(functions, "Long")).SerializedCustomStatus);
    }
}
