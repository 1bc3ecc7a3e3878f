using Dfm.Core.Privacy;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Privacy.Commands;

/// <summary>What follows from an erasure: its orchestration.</summary>
public static class ErasureEffects
{
    /// <summary>The orchestration that erases.</summary>
    public const string Orchestration = "ErasureLifecycle";

    public static string InstanceId(Erasure erasure) => $"erasure-{erasure.Pseudonym.Id}-{erasure.Run}";

    /// <param name="settleFor">How long it waits; in real time, as the engine's timers.</param>
    public static OutboxEffect Start(Erasure erasure, TimeSpan settleFor) => OutboxEffect.StartOrchestration(
        Orchestration, InstanceId(erasure), new ErasureInput(erasure.Customer, erasure.Pseudonym.Id, settleFor));
}

/// <summary>Which erasure.</summary>
/// <param name="Id">Of its pseudonym.</param>
public sealed record ErasureInput(CustomerId Customer, string Id, TimeSpan SettleFor);
