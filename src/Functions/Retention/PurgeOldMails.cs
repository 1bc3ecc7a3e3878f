using Azure.Data.Tables;
using Dfm.Functions.Commands;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Outbox;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Retention;

/// <summary>
/// Timer, once a night: deletes mails that came in long ago, with their originals, and what is known of mails that did not arrive. What fails is
/// left for the next night.
/// </summary>
public sealed class PurgeOldMails(TableServiceClient tables, InboundBlobs originals, IOptions<RetentionOptions> options)
{
    private static readonly string[] Columns = ["PartitionKey", "RowKey", "Timestamp"];

    [Function(nameof(PurgeOldMails)), Audience(Audience.Platform)]
    public Task Run([TimerTrigger("0 45 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        Task.WhenAll(PurgeInboundMails(cancellationToken), PurgeMailFailures(cancellationToken));

    /// <summary>An original goes first: a row without one can be purged again, an original without a row never would be.</summary>
    private async Task PurgeInboundMails(CancellationToken cancellationToken)
    {
        var client = tables.GetTableClient(TableNames.InboundMails);
        var (mails, responses) = (Before(options.Value.InboundMails), Before(options.Value.Responses));
        // Not the outbox, whose rows sort behind these.
        var old = client.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {TableNames.InboundPartition} and RowKey lt {OutboxRows.Prefix} and Timestamp lt {Later(mails, responses)}"),
            maxPerPage: 1000,
            Columns,
            cancellationToken);
        await foreach (var page in old.AsPages())
        {
            var gone = page.Values.Where(row => row.Timestamp < (IsResponse(row) ? responses : mails)).ToList();
            foreach (var mail in gone.Where(row => row.RowKey.StartsWith(TableInboundStore.MailPrefix, StringComparison.Ordinal)))
                await originals.Delete(mail.RowKey[TableInboundStore.MailPrefix.Length..], cancellationToken);
            await client.Import([], gone, cancellationToken);
        }
    }

    private async Task PurgeMailFailures(CancellationToken cancellationToken)
    {
        var client = tables.GetTableClient(TableNames.MailFailures);
        var before = Before(options.Value.MailFailures);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableMailFailures.All} and Timestamp lt {before}");
        await foreach (var row in client.QueryAsync<TableEntity>(filter, maxPerPage: 1000, cancellationToken: cancellationToken))
            await TableMailFailures.Delete(client, row, cancellationToken);
    }

    private static bool IsResponse(TableEntity row) => row.RowKey.StartsWith(IdempotencyRecord.Prefix, StringComparison.Ordinal);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Storage stamps rows in real time, whatever clock the portal keeps.</summary>
    private static DateTimeOffset Before(TimeSpan kept) => TimeProvider.System.GetUtcNow() - kept;
}
