using Dfm.LocalRuntime.Durable;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Dfm.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>This repository's engine, on a table of its own.</summary>
internal sealed class LocalHub : IHub
{
    private readonly DurableEngine engine;
    private readonly LoggerFactory loggers;

    private LocalHub(DurableEngine engine, LoggerFactory loggers, string name)
    {
        this.engine = engine;
        this.loggers = loggers;
        Client = new LocalDurableTaskClient(engine, name);
    }

    public DurableTaskClient Client { get; }

    /// <summary>Starts hubs whose orchestrations stay in memory while they wait.</summary>
    public static StartHub On(AzuriteFixture azurite, TimeProvider? time = null) =>
        functions => StartAsync(azurite, functions, time, replaysAlways: false);

    /// <summary>Starts hubs that replay every turn from what is stored.</summary>
    public static StartHub ReplayingOn(AzuriteFixture azurite, TimeProvider? time = null) =>
        functions => StartAsync(azurite, functions, time, replaysAlways: true);

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        loggers.Dispose();
    }

    private static async Task<IHub> StartAsync(AzuriteFixture azurite, HubFunctions functions, TimeProvider? time, bool replaysAlways)
    {
        var options = new DurableOptions { HubName = "TestHub", ReplaysAlways = replaysAlways };
        var loggers = new LoggerFactory([functions.Log]);
        var store = new InstanceStore(DurableServices.Table(azurite.NewAccount().ConnectionString, options.HubName));
        var engine = new DurableEngine(
            store, new Functions(functions), JsonDataConverter.Default, time ?? TimeProvider.System, loggers, options);
        await engine.StartAsync(CancellationToken.None);
        return new LocalHub(engine, loggers, options.HubName);
    }

    private sealed class Functions(HubFunctions functions) : IDurableFunctions
    {
        private readonly JsonDataConverter converter = JsonDataConverter.Default;

        public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) =>
            functions.Orchestrators.TryGetValue(name, out var orchestrator)
                ? orchestrator.Body(context)
                : throw new UnknownFunctionException(name, "an orchestrator");

        public async Task<string?> RunActivityAsync(string name, string? input, CancellationToken cancellationToken)
        {
            if (!functions.Activities.TryGetValue(name, out var activity)) throw new UnknownFunctionException(name, "an activity");
            return converter.Serialize(await activity.Body(converter.Deserialize(input, activity.InputType)));
        }
    }
}
