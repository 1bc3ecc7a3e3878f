using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// A line of a journal. Nothing ever changes it, and it holds the id of the command that wrote it, which no other command shares: so it
/// tells whether a transaction whose answer was lost has been stored.
/// </summary>
/// <param name="Customer">Whose partition it is in.</param>
/// <param name="Row">The line as it is stored.</param>
/// <param name="Command">The command's id.</param>
internal sealed record JournalLine(CustomerId Customer, TableEntity Row, Guid Command)
{
    private const string CommandColumn = "Command";

    /// <summary>The line that a command writes.</summary>
    /// <param name="customer">Whose partition.</param>
    /// <param name="key">The line's place in the journal.</param>
    /// <param name="entry">What the line tells.</param>
    /// <param name="command">The command's id.</param>
    public static JournalLine Of<TEntry>(CustomerId customer, string key, TEntry entry, Guid command) => new(
        customer,
        new TableEntity(customer.Value, key)
        {
            [RowJson.Data] = RowJson.Text(entry),
            [CommandColumn] = command,
        },
        command);

    /// <summary>Whether what stands in its place is this line itself, not the line of another command.</summary>
    public bool IsSameAs(TableEntity? stands) => stands?.GetGuid(CommandColumn) == Command;
}
