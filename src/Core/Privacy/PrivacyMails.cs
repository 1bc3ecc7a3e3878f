using System.Globalization;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;

namespace Dfm.Core.Privacy;

/// <summary>The mails about people's data.</summary>
public static class PrivacyMails
{
    /// <summary>To DFM: a person asks for the own data to be erased.</summary>
    public static MailMessage ErasureRequested(Caller by, string customerName, DateTimeOffset at, MailRecipient desk)
    {
        ArgumentNullException.ThrowIfNull(by);
        var model = new ErasureRequestedMail(by.Name, by.Email, by.User.Value, by.Customer.Value, customerName, at);
        return MailMessage.Create($"erasure-request-{Once(by, at)}", desk, model) with { ReplyTo = new MailRecipient(by.Email, by.Name) };
    }

    /// <summary>To that person: DFM has the request.</summary>
    public static MailMessage ErasureReceived(Caller by, string customerName, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        var model = new ErasureReceivedMail(by.Name, customerName, at);
        return MailMessage.Create($"erasure-received-{Once(by, at)}", new(by.Email, by.Name), model);
    }

    /// <summary>A person asks once a day, however often the button is pressed. Ids hold no personal data.</summary>
    private static string Once(Caller by, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{by.Customer}-{by.User.Fingerprint}-{at.UtcDateTime:yyyyMMdd}");
}
