using Microsoft.DurableTask;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// The events that an orchestration follows, in the order of their sequence: they may come twice or out of order. Deterministic.
/// </summary>
/// <param name="eventName">The external event that carries them.</param>
/// <param name="sequenceOf">An event's sequence.</param>
public sealed class OrderedEvents<TEvent>(TaskOrchestrationContext context, string eventName, Func<TEvent, int> sequenceOf)
    where TEvent : class
{
    private readonly Dictionary<int, TEvent> early = [];
    private Task<TEvent>? arrival;

    /// <summary>The event of that sequence, however early it came; null when <paramref name="deadline"/> came before it.</summary>
    public async Task<TEvent?> Next(int sequence, DateTimeOffset? deadline)
    {
        TEvent? next;
        while (!early.Remove(sequence, out next))
        {
            arrival ??= context.WaitForExternalEvent<TEvent>(eventName);
            if (deadline is { } at && !await ComesBefore(at, arrival)) return null;
            var arrived = await arrival;
            arrival = null;
            early[sequenceOf(arrived)] = arrived;
        }

        return next;
    }

    private async Task<bool> ComesBefore(DateTimeOffset deadline, Task arrival)
    {
        using var cancellation = new CancellationTokenSource();
        var timer = context.CreateTimer(deadline.UtcDateTime, cancellation.Token);
        var eventFirst = await Task.WhenAny(arrival, timer) == arrival;
        if (eventFirst) cancellation.Cancel();
        return eventFirst;
    }
}
