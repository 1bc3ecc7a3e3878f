using Azure.Data.Tables;
using Dfm.Functions.Outbox;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Commands;

/// <summary>
/// Executes commands: load, decide, commit in one transaction; again from the load after a conflict.
/// </summary>
public sealed class CommandPipeline(TableServiceClient tables, OutboxQueue outbox, IOptions<OutboxOptions> options)
{
    /// <summary>
    /// Begins a command. Its message is on the way to the outbox queue when this returns: call it once the caller is authorised, and the
    /// message travels beside the reads.
    /// </summary>
    /// <param name="table">The table that the command writes.</param>
    /// <param name="customer">The partition.</param>
    /// <param name="hasEffects">Whether something can follow from the command.</param>
    public CommandExecution Begin(string table, CustomerId customer, bool hasEffects = true) => Begin(table, customer.Value, hasEffects);

    /// <summary>The same for a partition that is not a customer's, such as an account's.</summary>
    public CommandExecution Begin(string table, string partition, bool hasEffects = true)
    {
        var commandId = Guid.NewGuid();
        var announcement = hasEffects ? new OutboxAnnouncement(outbox, table, partition, commandId, options.Value.CommitWithin) : null;
        return new(tables.GetTableClient(table), partition, commandId, announcement, options.Value.LongestCommit);
    }
}
