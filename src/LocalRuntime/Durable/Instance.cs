namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// An instance in memory: the messages that wait for it, and what is cached of it. One turn at a time works on it; only
/// its posting, queueing and taking of messages may be called beside.
/// </summary>
internal sealed class Instance(string id)
{
    // Answers wait for each other while there are few of them and they are short: a turn has to fit into one transaction.
    private const int MostGathered = 16;
    private const int MostGatheredCharacters = 64 * 1024;

    private readonly Lock gate = new();
    private List<Message> messages = [];
    private bool isQueued;
    private bool isRetired;
    private int running;

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

    /// <summary>One of its actions has begun in this process: until it ends, the instance stays in memory.</summary>
    public void BeginAction()
    {
        lock (gate) running++;
    }

    /// <summary>
    /// An action has ended, with or without an answer. Answers wait for those of the actions that still run, so that one turn stores them
    /// together; whoever posts one calls <see cref="TryQueue"/> a little later, lest it wait for long.
    /// </summary>
    /// <returns>Whether the instance must be queued for a turn.</returns>
    public bool EndAction(Message? answer)
    {
        lock (gate)
        {
            running--;
            if (answer is not null) messages.Add(answer);
            return !isQueued && (isQueued = messages.Count > 0 && !Gathers);
        }
    }

    /// <summary>Whether messages wait that nobody has queued the instance for; it must be queued then.</summary>
    public bool TryQueue()
    {
        lock (gate)
        {
            return !isQueued && (isQueued = messages.Count > 0);
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
            return isQueued = messages.Count > 0 && !Gathers;
        }
    }

    /// <summary>Takes the instance out of use, if nothing goes on in it.</summary>
    public bool TryRetire()
    {
        lock (gate)
        {
            if (isQueued || messages.Count > 0 || Held.Count > 0 || running > 0) return false;
            return isRetired = true;
        }
    }

    private bool Gathers => running > 0
        && messages.Count < MostGathered
        && messages.TrueForAll(message => message.Kind == MessageKind.Answer)
        && messages.Sum(message => message.Answer?.Data?.Length ?? 0) < MostGatheredCharacters;
}
