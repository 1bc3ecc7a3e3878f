using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Drops a message whose id another message had within the window.</summary>
/// <remarks>
/// It happens on receiving, not on sending: a received message claims its id by inserting a row that names the message; whoever finds
/// the row of another message is the duplicate and is deleted. So there is one table insert for a message, and no moment at which a
/// crash loses one: an id is only ever claimed for a message that is in the queue, and a message delivered again finds its own claim.
/// (A row written before the send would make the repeated send vanish when the first one never happened.) Unlike in Azure, a duplicate
/// counts in the queue's length until it is received. A scheduled message claims its id as soon as it is stored, so that what is sent
/// after it is the duplicate; the claim stays when it is cancelled.
/// </remarks>
/// <param name="account">Where.</param>
/// <param name="partition">The storage queue.</param>
/// <param name="window">How long an id is remembered.</param>
internal sealed class DuplicateDetection(Func<BusAccount> account, string partition, TimeSpan window)
{
    private const int LargestTransaction = 100;
    private const string Ids = "id-";
    // The character behind '-'.
    private const string BehindIds = "id.";

    /// <summary>What became of a claim.</summary>
    public enum Verdict
    {
        /// <summary>The id is the message's.</summary>
        Claimed,

        /// <summary>Another message has the id.</summary>
        Duplicate,

        /// <summary>The same message was stored twice, by a storage request that was repeated; the other copy has the id.</summary>
        Copy,
    }

    /// <summary>Claims the ids of received messages.</summary>
    /// <returns>Those that could not claim theirs, and why.</returns>
    public async Task<IReadOnlyList<(ServiceBusReceivedMessage Message, Verdict Verdict)>> ClaimAsync(
        IReadOnlyList<ServiceBusReceivedMessage> messages, CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        if (messages.Count > 1 && await TryClaimAllAsync(table, messages, cancellationToken))
            return [];
        var refused = new List<(ServiceBusReceivedMessage, Verdict)>();
        foreach (var message in messages)
        {
            var verdict = await ClaimAsync(table, Row(message.Envelope, message.Lock.StorageId), cancellationToken);
            if (verdict != Verdict.Claimed)
                refused.Add((message, verdict));
        }

        return refused;
    }

    /// <summary>Claims the id of a message that was stored and is due later.</summary>
    public async Task<Verdict> ClaimAsync(Envelope scheduled, string storageId, CancellationToken cancellationToken)
    {
        var row = Row(scheduled, storageId);
        row["Due"] = scheduled.Scheduled;
        return await ClaimAsync(await account().TableAsync(), row, cancellationToken);
    }

    /// <summary>Forgets the ids that were claimed before an instant.</summary>
    public async Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        var old = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {Ids} and RowKey lt {BehindIds} and Timestamp lt {before}"),
            select: ["PartitionKey", "RowKey"],
            cancellationToken: cancellationToken);
        await foreach (var rows in old.Chunk(LargestTransaction).WithCancellation(cancellationToken))
        {
            await table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
    }

    private async Task<bool> TryClaimAllAsync(
        TableClient table, IReadOnlyList<ServiceBusReceivedMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(
                messages.Select(message => new TableTransactionAction(
                    TableTransactionActionType.Add, Row(message.Envelope, message.Lock.StorageId))),
                cancellationToken);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 400 or 409)
        {
            // One of the ids is claimed (409), or two of them are the same (400): find out which, one by one.
            return false;
        }
    }

    private async Task<Verdict> ClaimAsync(TableClient table, TableEntity claim, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await table.AddEntityAsync(claim, cancellationToken);
                return Verdict.Claimed;
            }
            catch (RequestFailedException exists) when (exists.Status == 409)
            {
                var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, claim.RowKey, cancellationToken: cancellationToken);
                if (found is not { HasValue: true, Value: { } owner })
                    continue;
                if (owner.GetString("StorageId") == claim.GetString("StorageId"))
                    return Verdict.Claimed;
                if (Sequence(owner) == Sequence(claim))
                    return Verdict.Copy;
                if (!GivesWay(owner, claim))
                    return Verdict.Duplicate;
                if (await TryReplaceAsync(table, owner, claim, cancellationToken))
                    return Verdict.Claimed;
            }
        }
    }

    /// <summary>True when the id's owner is too old to matter, or was sent after the claimant and is still hidden.</summary>
    private bool GivesWay(TableEntity owner, TableEntity claim) =>
        Math.Abs(Sequence(owner) - Sequence(claim)) >= window.Ticks
        || (Sequence(owner) > Sequence(claim) && owner.GetDateTimeOffset("Due") > DateTimeOffset.UtcNow);

    private static async Task<bool> TryReplaceAsync(
        TableClient table, TableEntity owner, TableEntity claim, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(claim, owner.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return false;
        }
    }

    private TableEntity Row(Envelope message, string storageId) => new(partition, Key(message.MessageId))
    {
        ["Sequence"] = message.Sequence,
        ["StorageId"] = storageId,
    };

    // The moment of sending, in ticks.
    private static long Sequence(TableEntity claim) => claim.GetInt64("Sequence")!.Value;

    // A message id may hold what a row key may not.
    private static string Key(string messageId) => Ids + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)));
}
