using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Dfm.Core.Usage;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Usage.Storage;

/// <summary>Reads the journal of use, a month at a time, and writes what no command does.</summary>
public sealed class UsageJournal(TableServiceClient tables)
{
    /// <summary>Writes a line that belongs to no command of a customer's partition: a sign-in.</summary>
    public Task Write(UsageEntry entry, string id, CancellationToken cancellationToken) =>
        tables.UpsertIn(UsageTables.Of(entry.At), UsageRows.RowOf(entry, id).ToEntity(), cancellationToken);

    /// <summary>A page, newest first; one range query.</summary>
    /// <param name="after">The row key where the previous page ended; null for the first page.</param>
    public async Task<(IReadOnlyList<UsageEntry> Items, string? Next)> List(
        CustomerId customer, DateTimeOffset month, string? after, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await tables.GetTableClient(UsageTables.Of(month)).First(customer.Value, "", after, limit + 1, columns: null, cancellationToken);
            return ([.. rows.Take(limit).Select(row => ToEntry(customer, row))], rows.Count > limit ? rows[limit - 1].RowKey : null);
        }
        catch (RequestFailedException none) when (none.ErrorCode == TableErrorCode.TableNotFound)
        {
            // Nobody has done anything in that month, or it is gone.
            return ([], null);
        }
    }

    private static UsageEntry ToEntry(CustomerId customer, TableEntity row) => new(
        customer,
        DateTimeOffset.Parse(row.GetString(UsageRows.At), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        row.GetString(UsageRows.By),
        UserId.TryParse(row.GetString(UsageRows.User), out var user) ? user : null,
        row.GetString(UsageRows.Action),
        row.GetString(UsageRows.Subject));
}
