using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>The rows of journals, which are append-only.</summary>
public static class JournalRows
{
    /// <summary>The column with the id of the try of a command that wrote the row.</summary>
    public const string Command = "Command";

    public static TableEntity Of<TAggregate, TEntry>(string rowKey, IChange<TAggregate, TEntry> change, Guid tryId)
        where TAggregate : IAggregate
        where TEntry : IJournalEntry => new(change.Aggregate.Customer.Value, rowKey)
        {
            [RowJson.Data] = RowJson.Text(change.Entry),
            [Command] = tryId,
        };
}
