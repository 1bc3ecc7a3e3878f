namespace Dfm.LocalRuntime.Mail;

/// <summary>Makes the next sends fail, for tests of what the sender does then.</summary>
internal sealed class MailFaults
{
    private readonly Lock gate = new();
    private Fault? fault;

    /// <summary>What the next sends answer.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Count">How many sends answer it.</param>
    /// <param name="RetryAfter">For 429: after how many seconds to try again.</param>
    public sealed record Fault(int Status, int Count, int RetryAfter = 1);

    /// <summary>Replaces what was set before.</summary>
    public void Set(Fault next)
    {
        lock (gate)
            fault = next;
    }

    /// <summary>What this send answers; null when it is to work.</summary>
    public Fault? Take()
    {
        lock (gate)
        {
            if (fault is not { Count: > 0 } current)
                return null;
            fault = current with { Count = current.Count - 1 };
            return current;
        }
    }
}
