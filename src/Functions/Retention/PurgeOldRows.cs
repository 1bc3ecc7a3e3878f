using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Commands;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Outbox;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Retention;

/// <summary>
/// Timer, once a night: deletes what was kept for a time, and that time is over. What is left to be read the next night is bounded by the
/// time that it is kept for.
/// </summary>
public sealed partial class PurgeOldRows(
    TableServiceClient tables,
    ICustomerStore customers,
    InboundBlobs originals,
    IOptions<RetentionOptions> options,
    ILogger<PurgeOldRows> logger)
{
    private const int AtOnce = 8;
    private static readonly string[] Columns = ["PartitionKey", "RowKey", "Timestamp"];

    /// <summary>The responses of each customer, one range in each table that commands write; and what is kept of mails, both ways.</summary>
    [Function(nameof(PurgeOldRows)), Audience(Audience.Platform)]
    public async Task Run([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            customers.ListIds(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (customer, stop) =>
            {
                foreach (var table in TableNames.WithOutbox) await TryPurge(table, () => PurgeResponses(table, customer.Value, stop), stop);
            });
        await TryPurge(TableNames.InboundMails, () => PurgeInboundMails(cancellationToken), cancellationToken);
        await TryPurge(TableNames.MailFailures, () => PurgeMailFailures(cancellationToken), cancellationToken);
        await TryPurge(TableNames.SentMails, () => PurgeSentMails(cancellationToken), cancellationToken);
    }

    /// <summary>What fails is left for the next night.</summary>
    private async Task TryPurge(string table, Func<Task> purge, CancellationToken cancellationToken)
    {
        try
        {
            await purge();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure, table);
        }
    }

    private async Task PurgeResponses(string table, string partition, CancellationToken cancellationToken)
    {
        var (client, before) = (tables.GetTableClient(table), Before(options.Value.Responses));
        var old = await client.All(partition, IdempotencyRecord.Prefix, Columns, cancellationToken)
            .Where(row => row.Timestamp < before).ToListAsync(cancellationToken);
        await client.Import([], old, cancellationToken);
    }

    /// <summary>The original first: a row without one can be purged again, an original without a row never would be.</summary>
    private async Task PurgeInboundMails(CancellationToken cancellationToken)
    {
        await PurgeResponses(TableNames.InboundMails, TableNames.InboundPartition, cancellationToken);
        var client = tables.GetTableClient(TableNames.InboundMails);
        var (partition, before, outbox) = (TableNames.InboundPartition, Before(options.Value.InboundMails), OutboxRows.Prefix);
        var old = client.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {outbox} and Timestamp lt {before}"),
            maxPerPage: 1000,
            Columns,
            cancellationToken);
        await foreach (var rows in old.AsPages())
        {
            var mails = rows.Values.Where(row => row.RowKey.StartsWith(TableInboundStore.MailPrefix, StringComparison.Ordinal));
            foreach (var mail in mails) await originals.Delete(mail.RowKey[TableInboundStore.MailPrefix.Length..], cancellationToken);
            await client.Import([], rows.Values, cancellationToken);
        }
    }

    private async Task PurgeMailFailures(CancellationToken cancellationToken)
    {
        var client = tables.GetTableClient(TableNames.MailFailures);
        var before = Before(options.Value.MailFailures);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableMailFailures.All} and Timestamp lt {before}");
        await foreach (var row in client.QueryAsync<TableEntity>(filter, maxPerPage: 1000, cancellationToken: cancellationToken))
        {
            foreach (var one in new[] { TableMailFailures.Twin(row), row }.OfType<TableEntity>())
                await client.DeleteEntityAsync(one.PartitionKey, one.RowKey, ETag.All, cancellationToken);
        }
    }

    /// <summary>Each mail is a partition of its own, so this one table is read whole.</summary>
    private async Task PurgeSentMails(CancellationToken cancellationToken)
    {
        var client = tables.GetTableClient(TableNames.SentMails);
        var filter = TableClient.CreateQueryFilter($"Timestamp lt {Before(options.Value.SentMails)}");
        await Parallel.ForEachAsync(
            client.QueryAsync<TableEntity>(filter, maxPerPage: 1000, Columns, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (row, stop) => await client.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, stop));
    }

    /// <summary>Storage stamps rows in real time, whatever clock the portal keeps.</summary>
    private static DateTimeOffset Before(TimeSpan kept) => TimeProvider.System.GetUtcNow() - kept;

    [LoggerMessage(LogLevel.Error, "Old rows of {Table} could not be deleted.")]
    private partial void LogFailed(Exception failure, string table);
}
