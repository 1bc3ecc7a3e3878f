using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Commands;
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
    TableServiceClient tables, ICustomerStore customers, IOptions<RetentionOptions> options, ILogger<PurgeOldRows> logger)
{
    private const int AtOnce = 8;
    private static readonly string[] Columns = ["PartitionKey", "RowKey", "Timestamp"];

    /// <summary>
    /// The responses of each customer, one range in each table that commands write; the records of mails; and the counters of sign-ins that
    /// failed, which nobody else deletes where there is no such account.
    /// </summary>
    [Function(nameof(PurgeOldRows)), Audience(Audience.Platform)]
    public async Task Run([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            customers.ListIds(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (customer, stop) =>
            {
                foreach (var table in TableNames.WithOutbox) await TryPurge(table, () => PurgeResponses(table, customer, stop), stop);
            });
        var (mails, attempts) = (Before(options.Value.SentMails), Before(options.Value.SignInAttempts));
        await TryPurge(
            TableNames.SentMails,
            () => PurgeEverywhere(TableNames.SentMails, TableClient.CreateQueryFilter($"Timestamp lt {mails}"), cancellationToken),
            cancellationToken);
        await TryPurge(
            TableNames.Accounts,
            () => PurgeEverywhere(
                TableNames.Accounts,
                TableClient.CreateQueryFilter($"RowKey eq {AccountRows.AttemptsRow} and Timestamp lt {attempts}"),
                cancellationToken),
            cancellationToken);
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

    private async Task PurgeResponses(string table, CustomerId customer, CancellationToken cancellationToken)
    {
        var (client, before) = (tables.GetTableClient(table), Before(options.Value.Responses));
        var old = await client.All(customer.Value, IdempotencyRecord.Prefix, Columns, cancellationToken)
            .Where(row => row.Timestamp < before).ToListAsync(cancellationToken);
        await client.Import([], old, cancellationToken);
    }

    /// <summary>Each mail, and each account, is a partition of its own, so these tables are read whole.</summary>
    private async Task PurgeEverywhere(string table, string filter, CancellationToken cancellationToken)
    {
        var client = tables.GetTableClient(table);
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
