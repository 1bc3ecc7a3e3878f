namespace Dfm.LocalHost.Durable.Store;

/// <summary>Keeps the states of the instances used last in memory, bounded by their number and their size.</summary>
internal sealed class LoadedStates
{
    private const int Most = 2_000;
    private const long MostBytes = 64 << 20;

    // JSON that was compressed, as objects.
    private const int BytesInMemoryPerByte = 20;

    private readonly Lock gate = new();
    private readonly LinkedList<(Instance Instance, long Size)> used = new();
    private readonly Dictionary<Instance, LinkedListNode<(Instance Instance, long Size)>> nodes = [];
    private long bytes;

    /// <summary>Keeps the state as the one used last.</summary>
    public void Keep(Instance instance, LoadedState state)
    {
        lock (gate)
        {
            Remove(instance);
            var size = state.Size * BytesInMemoryPerByte;
            nodes[instance] = used.AddLast((instance, size));
            bytes += size;
            instance.Loaded = state;
            while (used.First is { } oldest && (used.Count > Most || bytes > MostBytes)) Remove(oldest.Value.Instance);
        }
    }

    public void Forget(Instance instance)
    {
        lock (gate) Remove(instance);
    }

    private void Remove(Instance instance)
    {
        instance.Loaded = null;
        if (!nodes.Remove(instance, out var node)) return;
        bytes -= node.Value.Size;
        used.Remove(node);
    }
}
