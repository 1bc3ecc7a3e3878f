namespace Dfm.LocalHost.Mail;

/// <summary>The HTTP status that the next sends answer, and for 429 after how many seconds to try again.</summary>
internal sealed record MailFault(int Status, int Count, int RetryAfter = 1);

/// <summary>Makes the next sends fail, for tests of what the sender does then.</summary>
internal sealed class MailFaults
{
    private readonly Lock gate = new();
    private MailFault? next;

    /// <summary>Replaces what was set before.</summary>
    public void Set(MailFault fault)
    {
        lock (gate)
            next = fault;
    }

    /// <summary>What this send answers; null when it is to work.</summary>
    public MailFault? Take()
    {
        lock (gate)
        {
            if (next is not { Count: > 0 } fault)
                return null;
            next = fault with { Count = fault.Count - 1 };
            return fault;
        }
    }
}
