using Microsoft.DurableTask;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// The signals that an orchestration follows, in the order of their sequence: they may come twice or out of order. Deterministic.
/// </summary>
/// <param name="context">The orchestration's.</param>
/// <param name="eventName">The external event that carries them.</param>
/// <param name="sequenceOf">A signal's sequence.</param>
internal sealed class OrderedSignals<TSignal>(TaskOrchestrationContext context, string eventName, Func<TSignal, int> sequenceOf)
    where TSignal : class
{
    private readonly Dictionary<int, TSignal> early = [];
    private Task<TSignal>? arrival;

    /// <summary>The signal of that sequence, however early it came; null when <paramref name="deadline"/> came before it.</summary>
    public async Task<TSignal?> Next(int sequence, DateTimeOffset? deadline)
    {
        TSignal? next;
        while (!early.Remove(sequence, out next))
        {
            arrival ??= context.WaitForExternalEvent<TSignal>(eventName);
            if (deadline is { } at && !await ComesBefore(at, arrival)) return null;
            var signal = await arrival;
            arrival = null;
            early[sequenceOf(signal)] = signal;
        }

        return next;
    }

    private async Task<bool> ComesBefore(DateTimeOffset deadline, Task signal)
    {
        using var cancellation = new CancellationTokenSource();
        var alarm = context.CreateTimer(deadline.UtcDateTime, cancellation.Token);
        var signalFirst = await Task.WhenAny(signal, alarm) == signal;
        if (signalFirst) cancellation.Cancel();
        return signalFirst;
    }
}
