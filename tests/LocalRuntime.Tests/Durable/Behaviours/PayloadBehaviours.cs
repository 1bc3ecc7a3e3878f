using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>Inputs and outputs: JSON, small and large.</summary>
public abstract class PayloadBehaviours(StartHub start) : Behaviour(start)
{
    public enum Urgency
    {
        Low,
        High,
    }

    public sealed record Asset(
        string Name, string? Site, Urgency Urgency, DateTimeOffset Since, IReadOnlyList<int> Counters, Dictionary<string, decimal> Prices);

    private static readonly Asset Copier = new(
        "Copieur « Étage 2 »", null, Urgency.High, new DateTimeOffset(2026, 3, 2, 8, 30, 15, 123, TimeSpan.FromHours(2)), [1, 2, 3],
        new() { ["toner"] = 12.5m, ["drum"] = 0.1m });

    [Fact, Documented(DurablePages.Serialization)]
    public async Task Records_GoThroughEveryPlaceUnchanged()
    {
        var functions = new HubFunctions()
            .Activity<Asset, Asset>("Same", asset => asset!)
            .Orchestrator<Asset>("Child", (_, asset) => Task.FromResult<object?>(asset))
            .Orchestrator<Asset>("Through", async (context, asset) =>
            {
                var raised = await context.WaitForExternalEvent<Asset>("Raised");
                var returned = await context.CallActivityAsync<Asset>("Same", asset);
                var answered = await context.CallSubOrchestratorAsync<Asset>("Child", returned);
                context.SetCustomStatus(raised);
                return answered;
            });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Through", Copier);
        await RaiseAsync(hub, id, "Raised", Copier);
        var ended = await EndAsync(hub, id);

        var expected = JsonSerializer.Serialize(Copier);
        Assert.Equal(expected, JsonSerializer.Serialize(ended.ReadInputAs<Asset>()));
        Assert.Equal(expected, JsonSerializer.Serialize(ended.ReadOutputAs<Asset>()));
        Assert.Equal(expected, JsonSerializer.Serialize(ended.ReadCustomStatusAs<Asset>()));
    }

    [Fact, Documented(DurablePages.Serialization)]
    public async Task Payloads_AreJson_WithPropertyNamesAsTheyAreDeclared()
    {
        var functions = new HubFunctions().Orchestrator<Asset>("Same", (_, asset) => Task.FromResult<object?>(asset));

        var ended = await RunAsync(functions, "Same", Copier with { Name = "Copieur", Prices = [] });

        const string Expected =
            """{"Name":"Copieur","Site":null,"Urgency":1,"Since":"2026-03-02T08:30:15.123+02:00","Counters":[1,2,3],"Prices":{}}""";
        Assert.Equal(Expected, ended.SerializedInput);
        Assert.Equal(Expected, ended.SerializedOutput);
    }

    [Fact, Documented(DurablePages.Serialization)]
    public async Task NullAndMissingInputs_AreTheDefault()
    {
        var functions = new HubFunctions()
            .Activity<string, string>("Text", text => text ?? "null")
            .Activity<int?, bool>("Maybe", n => n is null)
            .Orchestrator<Asset>("Null", async (context, asset) => string.Join('|',
                asset is null,
                await context.CallActivityAsync<string>("Text"),
                await context.CallActivityAsync<bool>("Maybe")));

        Assert.Equal("True|null|True", (await RunAsync(functions, "Null")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.Serialization)]
    public async Task NullResult_IsTheDefaultAtTheCaller()
    {
        var functions = new HubFunctions()
            .Activity<int, string?>("Nothing", _ => null)
            .Orchestrator("Null", async context => await context.CallActivityAsync<string?>("Nothing", 1) is null);

        Assert.True((await RunAsync(functions, "Null")).ReadOutputAs<bool>());
    }

    [Fact, Documented(DurablePages.Serialization)]
    public async Task OrchestrationWithoutResult_HasNoOutput()
    {
        var functions = new HubFunctions().Orchestrator("Nothing", _ => Task.FromResult<object?>(null));

        Assert.Null((await RunAsync(functions, "Nothing")).SerializedOutput);
    }

    [Fact, Documented(DurablePages.Serialization)]
    public async Task InputOfAnotherShape_FailsTheOrchestration()
    {
        var functions = new HubFunctions().Orchestrator<Asset>("Name", (_, asset) => Task.FromResult<object?>(asset?.Name));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await RunAsync(functions, "Name", "not an asset")).RuntimeStatus);
    }

    [Fact, Documented(DurablePages.Serialization)]
    public async Task ActivityInputOfAnotherShape_FailsTheActivity()
    {
        var functions = new HubFunctions()
            .Activity<Asset, string?>("Name", asset => asset?.Name)
            .Orchestrator("Wrong", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Name", "not an asset");
                }
                catch (TaskFailedException)
                {
                    return "failed";
                }
            });

        Assert.Equal("failed", (await RunAsync(functions, "Wrong")).ReadOutputAs<string>());
    }

    [Theory, InlineData(20_000), InlineData(300_000), InlineData(450_000), Documented(DurablePages.Serialization)]
    public async Task LargeInputsAndOutputs_ComeThrough(int length)
    {
        var functions = new HubFunctions()
            .Activity<string, string>("Reverse", text => new string([.. text!.Reverse()]))
            .Orchestrator<string>("Large", async (context, text) => await context.CallActivityAsync<string>("Reverse", text));

        var ended = await RunAsync(functions, "Large", "a" + new string('b', length));

        Assert.Equal(new string('b', length) + "a", ended.ReadOutputAs<string>());
        Assert.Equal(length + 3, ended.SerializedInput!.Length);
    }
}
