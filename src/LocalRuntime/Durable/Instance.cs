namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// An instance in memory: the messages that wait for it, and what is cached of it. One turn at a time works on it; only
/// <see cref="TryPost"/> and <see cref="Take"/> may be called beside.
/// </summary>
internal sealed class Instance(string id)
{
    private readonly Lock gate = new();
    private List<Message> messages = [];
    private bool isQueued;
    private bool isRetired;

    public string Id { get; } = id;

    /// <summary>Its row and run; null when they have to be loaded.</summary>
    public InstanceState? State { get; set; }

    /// <summary>Messages that a suspended instance has put aside, and those of a turn that could not be stored.</summary>
    public List<Message> Held { get; set; } = [];

    /// <summary>The actions of the present run that were begun in this process.</summary>
    public HashSet<int> Begun { get; } = [];

    /// <summary>The run that <see cref="Begun"/> belongs to.</summary>
    public string? BegunRun { get; set; }

    /// <summary>How many turns in a row could not be stored.</summary>
    public int Failures { get; set; }

    /// <summary>The storage has refused its last turn for what it holds: it will refuse it again.</summary>
    public bool IsTooLarge { get; set; }

    /// <summary>How many of its activities run, or wait to run, in this process.</summary>
    public int Running;

    /// <summary>Its place among the idle ones; null when it is not idle.</summary>
    public LinkedListNode<Instance>? IdleNode { get; set; }

    /// <summary>Adds a message; null if the instance has left the memory meanwhile, else whether it must be queued for a turn.</summary>
    public bool? TryPost(Message message)
    {
        lock (gate)
        {
            if (isRetired) return null;
            messages.Add(message);
            return !isQueued && (isQueued = true);
        }
    }

    /// <summary>The messages that have come.</summary>
    public List<Message> Take()
    {
        lock (gate)
        {
            var taken = messages;
            messages = [];
            return taken;
        }
    }

    /// <summary>Ends a turn. True if more messages have come and another turn must be queued.</summary>
    public bool Release()
    {
        lock (gate)
        {
            return isQueued = messages.Count > 0;
        }
    }

    /// <summary>Takes the instance out of use, if nothing goes on in it.</summary>
    public bool TryRetire()
    {
        lock (gate)
        {
            if (isQueued || messages.Count > 0 || Held.Count > 0 || Volatile.Read(ref Running) > 0) return false;
            return isRetired = true;
        }
    }
}
