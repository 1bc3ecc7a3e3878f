namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>The address of a sender of mails: in a body, since addresses of requests are logged.</summary>
public sealed record MailSenderBody(string? Email)
{
    /// <summary>No personal data: it must not reach a log by interpolation.</summary>
    public override string ToString() => nameof(MailSenderBody);
}
