using Microsoft.DurableTask;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// The external events of one run: who waits for which name, and what came before anyone waited. As officially, the latest
/// waiter of a name is served first and kept events go out in the order of their arrival; names ignore case.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, List<IWaiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, string? Payload)> kept = [];

    private interface IWaiter
    {
        Type PayloadType { get; }

        bool IsDone { get; }

        void Receive(string? payload);
    }

    /// <summary>Whether anybody waits for any event.</summary>
    public bool AnyAwaited => waiters.Values.Any(list => list.Exists(waiter => !waiter.IsDone));

    /// <summary>What came and was not awaited, in the order of arrival.</summary>
    public IReadOnlyList<(string Name, string? Payload)> Kept => kept;

    /// <summary>Hands an event to its waiter, or keeps it.</summary>
    public void Raise(string name, string? payload)
    {
        if (LatestWaiter(name) is { } waiter)
            waiter.Receive(payload);
        else
            kept.Add((name, payload));
    }

    /// <summary>Waits for an event; a kept one answers at once.</summary>
    public Task<T> Wait<T>(string name, Func<Action, CancellationTokenRegistration> onCancelled)
    {
        if (waiters.TryGetValue(name, out var list) && list.Find(w => !w.IsDone && w.PayloadType != typeof(T)) is { } other)
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {other.PayloadType} but was requested {typeof(T)}.");
        }

        var waiter = new Waiter<T>(converter);
        var index = kept.FindIndex(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            var payload = kept[index].Payload;
            kept.RemoveAt(index);
            waiter.Receive(payload);
            return waiter.Task;
        }

        if (list is null) waiters[name] = list = [];
        list.Add(waiter);
        waiter.Cancellation = onCancelled(() =>
        {
            list.Remove(waiter);
            waiter.TrySetCanceled(new CancellationToken(true));
        });
        return waiter.Task;
    }

    private IWaiter? LatestWaiter(string name)
    {
        if (!waiters.TryGetValue(name, out var list) || list.Count == 0) return null;
        var waiter = list[^1];
        list.RemoveAt(list.Count - 1);
        return waiter;
    }

    private sealed class Waiter<T>(DataConverter converter) : TaskCompletionSource<T>, IWaiter
    {
        public CancellationTokenRegistration Cancellation { get; set; }

        public Type PayloadType => typeof(T);

        public bool IsDone => Task.IsCompleted;

        public void Receive(string? payload)
        {
            Cancellation.Unregister();
            TrySetResult(converter.Deserialize<T>(payload)!);
        }
    }
}
