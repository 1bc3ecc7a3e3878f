using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Drops a message whose id another message had within the window.</summary>
/// <remarks>
/// It happens on receiving, not on sending: a received message claims its id by inserting a row that names the message by its sequence
/// number; whoever finds the row of another message is the duplicate and is deleted. So there is one table insert for a message, and
/// no moment at which a crash loses one: an id is only ever claimed for a message that is in the queue, and a message delivered again
/// finds its own claim. (A row written before the send would make the repeated send vanish when the first one never happened.)
/// Unlike in Azure, a duplicate counts in the queue's length until it is received.
/// </remarks>
internal sealed class DuplicateDetection(Func<BusAccount> account, string queue, TimeSpan window)
{
    private const int LargestTransaction = 100;

    private readonly string partition = $"id-{queue}";

    /// <summary>Claims the ids of received messages.</summary>
    /// <returns>The duplicates among them.</returns>
    public async Task<IReadOnlyCollection<ServiceBusReceivedMessage>> ClaimAsync(
        IReadOnlyList<ServiceBusReceivedMessage> messages, CancellationToken cancellationToken)
    {
        var named = messages.Where(message => message.MessageId is not null).ToList();
        if (named.Count == 0)
            return [];
        var table = await account().TableAsync();
        if (named.Count > 1 && await TryClaimAllAsync(table, named, cancellationToken))
            return [];
        var duplicates = new List<ServiceBusReceivedMessage>();
        foreach (var message in named)
        {
            if (!await TryClaimAsync(table, message, cancellationToken))
                duplicates.Add(message);
        }

        return duplicates;
    }

    /// <summary>Forgets the ids that are older than the window.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        var before = DateTimeOffset.UtcNow - window;
        var old = table.QueryAsync<TableEntity>(
            row => row.PartitionKey == partition && row.Timestamp < before,
            select: ["PartitionKey", "RowKey"],
            cancellationToken: cancellationToken);
        var deletions = new List<TableTransactionAction>();
        await foreach (var row in old)
        {
            deletions.Add(new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
            if (deletions.Count == LargestTransaction)
                await FlushAsync();
        }

        await FlushAsync();

        async Task FlushAsync()
        {
            if (deletions.Count > 0)
                await table.SubmitTransactionAsync(deletions, cancellationToken);
            deletions.Clear();
        }
    }

    private async Task<bool> TryClaimAllAsync(
        TableClient table, IReadOnlyList<ServiceBusReceivedMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(
                messages.Select(message => new TableTransactionAction(TableTransactionActionType.Add, Row(message))), cancellationToken);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 400 or 409)
        {
            // One of the ids is claimed (409), or two of them are the same (400): find out which, one by one.
            return false;
        }
    }

    private async Task<bool> TryClaimAsync(TableClient table, ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await table.AddEntityAsync(Row(message), cancellationToken);
                return true;
            }
            catch (RequestFailedException exists) when (exists.Status == 409)
            {
                var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, Key(message), cancellationToken: cancellationToken);
                if (!found.HasValue)
                    continue;
                var claim = found.Value!;
                if (claim.GetInt64("Sequence") == message.SequenceNumber)
                    return true;
                if ((message.EnqueuedTime - claim.GetDateTimeOffset("Enqueued")!.Value).Duration() < window)
                    return false;
                if (await TryReplaceAsync(table, claim, message, cancellationToken))
                    return true;
            }
        }
    }

    private async Task<bool> TryReplaceAsync(
        TableClient table, TableEntity old, ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(Row(message), old.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return false;
        }
    }

    private TableEntity Row(ServiceBusReceivedMessage message) => new(partition, Key(message))
    {
        ["Sequence"] = message.SequenceNumber,
        ["Enqueued"] = message.EnqueuedTime,
    };

    // A message id may hold what a row key may not.
    private static string Key(ServiceBusReceivedMessage message) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.MessageId)));
}
