using System.Text.RegularExpressions;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.Worker;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Sends dead letters to their queue again.</summary>
internal sealed partial class Resubmission(BusQueue queue, BusQueue deadLetters)
{
    private const int LongestId = 128;
    private const string Suffix = "-resubmitted-";

    /// <summary>Sends the dead letter with this sequence number again.</summary>
    /// <returns>How many were sent: none when it is not there.</returns>
    public Task<int> SendOneAsync(long sequence) => SendAsync(message => message.SequenceNumber == sequence, 1);

    /// <summary>Sends all dead letters again, but not those that come back meanwhile.</summary>
    /// <returns>How many were sent.</returns>
    public Task<int> SendAllAsync()
    {
        var now = Ticks.Next();
        return SendAsync(message => message.SequenceNumber < now, int.MaxValue);
    }

    /// <summary>
    /// The id of what is sent: another one, or duplicate detection might drop it, and always the same for one dead letter, so that it does
    /// drop the second copy when a crash came between the sending and the completion.
    /// </summary>
    public static string NewId(string id, long sequence)
    {
        var suffix = $"{Suffix}{sequence}";
        var first = EarlierSuffix().Replace(id, "");
        return first[..Math.Min(first.Length, LongestId - suffix.Length)] + suffix;
    }

    /// <summary>Storage finds no queue message by a property: all are received, and those not wanted put back as they were.</summary>
    private async Task<int> SendAsync(Predicate<ServiceBusReceivedMessage> isWanted, int most)
    {
        var sent = 0;
        var others = new List<ServiceBusReceivedMessage>();
        try
        {
            while (sent < most && await deadLetters.ReceiveAsync(BusQueue.LargestReceive, CancellationToken.None) is { Count: > 0 } taken)
            {
                others.AddRange(taken);
                foreach (var message in taken.Where(message => isWanted(message)))
                {
                    await SendAsync(message);
                    others.Remove(message);
                    sent++;
                }
            }
        }
        finally
        {
            foreach (var message in others)
                await PutBackAsync(message);
        }

        return sent;
    }

    /// <summary>First sent, then completed: a crash in between leaves both.</summary>
    private async Task SendAsync(ServiceBusReceivedMessage dead)
    {
        var copy = new ServiceBusMessage(dead) { MessageId = NewId(dead.MessageId, dead.SequenceNumber) };
        await queue.SendAsync([copy], CancellationToken.None);
        await deadLetters.CompleteAsync(dead, CancellationToken.None);
    }

    private async Task PutBackAsync(ServiceBusReceivedMessage message)
    {
        try
        {
            await deadLetters.PutBackAsync(message, CancellationToken.None);
        }
        catch (ServiceBusException)
        {
            // It comes back when the lock runs out.
        }
    }

    [GeneratedRegex($"{Suffix}[0-9]+$")]
    private static partial Regex EarlierSuffix();
}
