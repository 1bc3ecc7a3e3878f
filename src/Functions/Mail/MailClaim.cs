using Azure;

namespace Dfm.Functions.Mail;

/// <summary>The result of claiming a mail.</summary>
public abstract record MailClaim
{
    private MailClaim()
    {
    }

    /// <summary>The caller alone may send the mail, until the claim expires.</summary>
    /// <param name="ETag">Of the claim's row: releases this claim and no later one.</param>
    public sealed record Taken(ETag ETag) : MailClaim;

    public sealed record AlreadySent : MailClaim;

    /// <summary>Another delivery has claimed the mail.</summary>
    /// <param name="Until">When that claim expires, in real time.</param>
    public sealed record Held(DateTimeOffset Until) : MailClaim;

    /// <summary>As many claims as may be have expired without a word from who had taken them: sending this mail may be what ends them.</summary>
    public sealed record Exhausted : MailClaim;
}
