using System.Net;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using SendGrid;

namespace Dfm.Functions.Mail;

/// <summary>Forgets what mails tell of people: at SendGrid, and among the dead letters.</summary>
public sealed class MailErasure(ISendGridClient sendGrid, ServiceBusClient bus)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

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

    /// <summary>Deletes a queue's dead letters that <paramref name="concerns"/> somebody. Idempotent.</summary>
    public async Task EraseDeadLetters(string queue, Func<ServiceBusReceivedMessage, bool> concerns, CancellationToken cancellationToken)
    {
        await using var receiver = bus.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var others = new List<ServiceBusReceivedMessage>();
        try
        {
            while (await receiver.ReceiveMessagesAsync(AtOnce, LongestWait, cancellationToken) is { Count: > 0 } letters)
            {
                foreach (var letter in letters)
                {
                    if (concerns(letter)) await receiver.CompleteMessageAsync(letter, cancellationToken);
                    else others.Add(letter);
                }
            }
        }
        finally
        {
            // Held until the end: given up at once, they would come again and again.
            foreach (var letter in others) await receiver.AbandonMessageAsync(letter, cancellationToken: CancellationToken.None);
        }
    }
}
