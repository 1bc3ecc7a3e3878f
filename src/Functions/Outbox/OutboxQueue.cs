using System.Globalization;
using Azure.Messaging.ServiceBus;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Outbox;

/// <summary>
/// The Service Bus queue <c>outbox</c>. A command announces itself there before it is stored, so that whatever happens afterwards its
/// effects are looked for.
/// </summary>
public sealed class OutboxQueue(ServiceBusClient client, IOptions<OutboxOptions> options) : IAsyncDisposable
{
    /// <summary>The queue's name.</summary>
    public const string Name = "outbox";

    private const string LookProperty = "look";
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(10);

    private readonly ServiceBusSender sender = client.CreateSender(Name);

    /// <summary>Announces a command that is about to be stored; returns when the queue has accepted the message.</summary>
    /// <param name="table">The table that the command writes.</param>
    /// <param name="partition">The partition: a customer, or an account's key.</param>
    /// <param name="commandId">The command.</param>
    /// <param name="announcement">Counts the messages of the same command, from 0.</param>
    /// <exception cref="OutboxUnavailableException">Service Bus did not accept it.</exception>
    public async Task Announce(string table, string partition, Guid commandId, int announcement)
    {
        var message = new ServiceBusMessage(new OutboxMessage(table, partition, commandId).ToBody())
        {
            MessageId = string.Create(CultureInfo.InvariantCulture, $"{commandId:N}~{announcement}"),
            ContentType = "application/json",
        };
        using var timeout = new CancellationTokenSource(LongestSend);
        try
        {
            await Send(message, options.Value.FirstLook, timeout.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new OutboxUnavailableException(failure);
        }
    }

    /// <summary>Looks again later for a row that is not there (yet); false after the last look.</summary>
    public async Task<bool> LookAgain(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        var look = MessageRetries.Count(message, LookProperty, whenMissing: 1) + 1;
        if (options.Value.PauseBeforeLook(look) is not { } pause) return false;
        var copy = MessageRetries.CopyOf(message, $"look{look}");
        copy.ApplicationProperties[LookProperty] = look;
        await Send(copy, pause, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sender.DisposeAsync();

    /// <summary>Service Bus keeps real time, whatever clock the portal keeps.</summary>
    private Task Send(ServiceBusMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        message.ScheduledEnqueueTime = TimeProvider.System.GetUtcNow() + delay;
        return sender.SendMessageAsync(message, cancellationToken);
    }
}

/// <summary>Service Bus did not accept a command's message: the command was not stored.</summary>
public sealed class OutboxUnavailableException(Exception inner) : Exception("The queue of the outbox did not accept a message.", inner);
