namespace Dfm.Functions.Mail;

/// <summary>What became of the delivery of a mail. Reasons are codes, fit for a log; details are not.</summary>
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>SendGrid has it, or had it before.</summary>
    /// <param name="MessageId">SendGrid's id of it, the header X-Message-Id.</param>
    public sealed record Accepted(string? MessageId) : Delivery;

    /// <summary>It will never be accepted.</summary>
    /// <param name="Reason">Why, as a code.</param>
    /// <param name="Detail">SendGrid's words, which may tell of the recipient.</param>
    public sealed record Refused(string Reason, string? Detail) : Delivery;

    /// <summary>Another delivery has claimed the mail.</summary>
    /// <param name="Until">When that claim expires, in real time.</param>
    public sealed record Held(DateTimeOffset Until) : Delivery;

    /// <summary>It may be accepted later.</summary>
    /// <param name="Reason">Why not now, as a code.</param>
    public sealed record Failed(string Reason) : Delivery;
}
