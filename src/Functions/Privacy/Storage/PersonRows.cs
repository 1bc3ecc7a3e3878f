using Azure;
using Azure.Data.Tables;
using Dfm.Core.Privacy;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Privacy.Storage;

/// <summary>Takes a person out of stored rows.</summary>
public static class PersonRows
{
    private const string UserColumn = "User";

    /// <summary>The row with a pseudonym in place of the person; null where it does not name the person.</summary>
    public static TableEntity? Without(this TableEntity row, Pseudonymisation person)
    {
        TableEntity? after = null;
        var whose = row.TryGetValue(UserColumn, out var user) ? user as string : null;
        foreach (var (column, text) in row.Texts())
        {
            var changed = person.Of(column, text, whose);
            if (changed == text) continue;
            after ??= new TableEntity(row);
            after.Replace(column, changed);
        }

        return after;
    }

    /// <summary>Stores a pseudonym in place of the person, whatever else happens to the row meanwhile. Idempotent.</summary>
    public static async Task Forget(this TableClient table, TableEntity row, Pseudonymisation person, CancellationToken cancellationToken)
    {
        for (TableEntity? read = row; read?.Without(person) is { } after; read = await table.FindRow(row.PartitionKey, row.RowKey, cancellationToken))
        {
            try
            {
                await table.UpdateEntityAsync(after, read.ETag, TableUpdateMode.Replace, cancellationToken);
                return;
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412)
            {
                // A command has written it in between: again, as it is now.
            }
        }
    }

    /// <summary>The same of a row that there may be.</summary>
    public static async Task Forget(this TableClient table, string partition, string key, Pseudonymisation person, CancellationToken cancellationToken)
    {
        if (await table.FindRow(partition, key, cancellationToken) is { } row) await table.Forget(row, person, cancellationToken);
    }
}
