using System.Net;
using System.Text.Json;
using SendGrid;

namespace Dfm.Functions.Mail;

/// <summary>Has SendGrid forget people.</summary>
public sealed class MailErasure(ISendGridClient sendGrid)
{
    /// <summary>Has SendGrid erase all that it keeps of these addresses (« Recipients' Data Erasure »). The API key needs the scope <c>recipients.erasejob.create</c>.</summary>
    /// <exception cref="InvalidOperationException">SendGrid has not accepted it.</exception>
    public async Task EraseRecipients(IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0) return;
        var body = JsonSerializer.Serialize(new Dictionary<string, IReadOnlyCollection<string>> { ["email_addresses"] = addresses });
        var response = await sendGrid.RequestAsync(BaseClient.Method.POST, body, null, "recipients/erasejob", cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Accepted)
            throw new InvalidOperationException($"SendGrid does not erase recipients: {(int)response.StatusCode}.");
    }
}
