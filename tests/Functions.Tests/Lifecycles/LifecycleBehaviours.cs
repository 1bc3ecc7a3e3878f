using System.Collections.Concurrent;
using Azure.Data.Tables;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Tests.Lifecycles;

/// <summary>
/// A lifecycle itself, with its activities written down in place of done. Runs on this repository's engine, and in
/// tests/OfficialRuntime.Tests on Microsoft's.
/// </summary>
/// <param name="start">Starts the engine under test.</param>
public abstract class LifecycleBehaviours(StartHub start) : Behaviour(start)
{
    private readonly ConcurrentBag<string> asked = [];

    /// <summary>What the activities were asked for so far, in alphabetical order.</summary>
    protected IEnumerable<string> Asked => asked.Order(StringComparer.Ordinal);

    /// <summary>Writes down what an activity was asked for.</summary>
    protected bool Ask(string what)
    {
        asked.Add(what);
        return true;
    }

    /// <summary>Starts a lifecycle as the outbox does.</summary>
    internal static Task<string> StartAsync(IHub hub, OutboxEffect start)
    {
        var effect = Stored(start);
        return ScheduleAsync(hub, effect.Name, effect.Payload, effect.Instance);
    }

    /// <summary>Tells a lifecycle of a transition as the outbox does.</summary>
    internal static Task SignalAsync(IHub hub, OutboxEffect signal)
    {
        var effect = Stored(signal);
        return RaiseAsync(hub, effect.Instance, effect.Name, effect.Payload);
    }

    /// <summary>Waits until the lifecycle shows this state.</summary>
    protected static Task<OrchestrationMetadata> StatusAsync<TState>(IHub hub, string id, TState state, bool cancellable)
    {
        var expected = $$"""{"state":"{{state}}","cancellable":{{(cancellable ? "true" : "false")}}}""";
        return BecomesAsync(hub, id, instance => instance?.SerializedCustomStatus == expected, expected);
    }

    /// <summary>The effect as it comes out of the outbox again.</summary>
    private static OutboxEffect Stored(OutboxEffect effect) =>
        OutboxEffect.Read(new TableEntity { [RowJson.Data] = RowJson.Text(effect) });
}
