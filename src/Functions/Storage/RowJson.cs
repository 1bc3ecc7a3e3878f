using System.Text.Json;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>Records in the columns of a table's rows.</summary>
internal static class RowJson
{
    /// <summary>The column that holds what a row is about.</summary>
    public const string Data = "Data";

    /// <summary>A record as a column holds it.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, StorageJson.Options);

    /// <summary>The record in a column.</summary>
    public static T Read<T>(this TableEntity row, string column) =>
        JsonSerializer.Deserialize<T>(row.GetString(column), StorageJson.Options)
        ?? throw new InvalidOperationException($"Row {row.RowKey} has no {column}.");
}
