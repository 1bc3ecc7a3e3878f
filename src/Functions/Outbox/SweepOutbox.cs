using Azure.Data.Tables;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Outbox;

/// <summary>
/// Timer, once a night: announces again every command whose outbox row is older than all looks for it. Such a row is a defect, or waits for
/// an effect that keeps failing, and is logged as an error.
/// </summary>
public sealed partial class SweepOutbox(
    TableServiceClient tables, ICustomerStore customers, OutboxQueue queue, IOptions<OutboxOptions> options, ILogger<SweepOutbox> logger)
{
    private const int CustomersAtOnce = 8;

    /// <summary>Looks at every customer's outbox: one range in each of these tables; and at that of the mails that came in.</summary>
    [Function(nameof(SweepOutbox)), Audience(Audience.Platform)]
    public async Task Run([TimerTrigger("0 30 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            customers.ListIds(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = CustomersAtOnce, CancellationToken = cancellationToken },
            async (customer, stop) =>
            {
                foreach (var table in TableNames.WithOutbox) await TrySweep(table, customer.Value, stop);
            });
        await TrySweep(TableNames.InboundMails, TableNames.InboundPartition, cancellationToken);
    }

    /// <summary>What fails for one partition is left for the next night.</summary>
    private async Task TrySweep(string table, string partition, CancellationToken cancellationToken)
    {
        try
        {
            await Sweep(table, partition, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure, partition, table);
        }
    }

    private async Task Sweep(string table, string partition, CancellationToken cancellationToken)
    {
        // Storage stamps rows in real time, whatever clock the portal keeps.
        var now = TimeProvider.System.GetUtcNow();
        var rows = tables.GetTableClient(table).All(partition, OutboxRows.Prefix, ["RowKey", "Timestamp"], cancellationToken);
        await foreach (var row in rows)
        {
            if (now - row.Timestamp < options.Value.OverdueAfter) continue;
            if (!OutboxRows.TryReadKey(row.RowKey, out var command)) continue;
            LogOverdue(command, table);
            // The number of the night: a second sweep of the same night is dropped as a duplicate.
            await queue.Announce(table, partition, command, announcement: (int)(now.UtcTicks / TimeSpan.TicksPerDay));
        }
    }

    [LoggerMessage(LogLevel.Error, "The outbox of {Partition} in {Table} could not be swept.")]
    private partial void LogFailed(Exception failure, string partition, string table);

    [LoggerMessage(LogLevel.Error, "Command {CommandId} on {Table}: its effects still wait; they are dispatched again.")]
    private partial void LogOverdue(Guid commandId, string table);
}
