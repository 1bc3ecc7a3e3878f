using Dfm.Core.Accounts;
using Dfm.Core.Notifications;

namespace Dfm.Core.Privacy;

/// <summary>The mails about people's data.</summary>
public static class PrivacyMails
{
    /// <summary>To DFM: a person asks for the own data to be erased.</summary>
    /// <param name="request">Random; names the mail.</param>
    public static MailMessage ErasureRequested(Guid request, Caller by, string customerName, DateTimeOffset at, MailRecipient desk)
    {
        ArgumentNullException.ThrowIfNull(by);
        var model = new ErasureRequestedMail(by.Name, by.Email, by.User.Value, by.Customer.Value, customerName, at);
        return MailMessage.Create($"erasure-request-{request:N}", desk, model) with { ReplyTo = new MailRecipient(by.Email, by.Name) };
    }

    /// <summary>To that person: DFM has the request.</summary>
    /// <param name="request">As in <see cref="ErasureRequested"/>.</param>
    public static MailMessage ErasureReceived(Guid request, Caller by, string customerName, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        var model = new ErasureReceivedMail(by.Name, customerName, at);
        return MailMessage.Create($"erasure-received-{request:N}", new(by.Email, by.Name), model);
    }
}
