namespace Dfm.LocalRuntime.Durable;

/// <summary>A replay asked for something else than the history holds.</summary>
#pragma warning disable CA1032 // Made in one place alone.
internal sealed class NonDeterministicOrchestrationException(string message)
    : InvalidOperationException("Non-Deterministic workflow detected: " + message);
#pragma warning restore CA1032
