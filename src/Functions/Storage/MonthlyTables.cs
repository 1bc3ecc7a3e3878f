using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Dfm.Functions.Storage;

/// <summary>Writes to tables that begin with a month, and so are not there at its first row.</summary>
public static class MonthlyTables
{
    /// <summary>Stores a row; creates the table where it is not there.</summary>
    public static async Task UpsertIn(this TableServiceClient tables, string table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await tables.GetTableClient(table).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == TableErrorCode.TableNotFound)
        {
            await tables.CreateTableIfNotExistsAsync(table, cancellationToken);
            await tables.GetTableClient(table).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
    }
}
