using System.Text.Json;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>
/// Records as JSON in table columns. A column holds 32,768 UTF-16 units at most, so a long record continues in further columns.
/// </summary>
public static class RowJson
{
    private const int ColumnLength = 32_000;

    private static readonly string[] SystemColumns = ["PartitionKey", "RowKey", "Timestamp", "odata.etag"];

    /// <summary>The column of a row's main record.</summary>
    public const string Data = "Data";

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, StorageJson.Options);

    /// <summary>
    /// Writes <paramref name="text"/> to <paramref name="column"/> and, as far as needed, to <c>{column}1</c>, <c>{column}2</c>…
    /// </summary>
    public static TableEntity With(this TableEntity row, string column, string text)
    {
        for (var (part, from) = (0, 0); part == 0 || from < text.Length; part++, from += ColumnLength)
            row[Name(column, part)] = text.Substring(from, Math.Min(ColumnLength, text.Length - from));
        return row;
    }

    public static T Read<T>(this TableEntity row, string column) =>
        JsonSerializer.Deserialize<T>(row.TextOf(column), StorageJson.Options)
        ?? throw new InvalidOperationException($"Row {row.RowKey} has no {column}.");

    /// <summary>The texts of a row by their columns, each with its continuations.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Texts(this TableEntity row) => row
        .Where(column => column.Value is string && !SystemColumns.Contains(column.Key) && !IsContinuation(row, column.Key))
        .Select(column => KeyValuePair.Create(column.Key, row.TextOf(column.Key)));

    /// <summary>Writes another text in place of a column and its continuations.</summary>
    public static void Replace(this TableEntity row, string column, string text)
    {
        for (var part = 1; row.Remove(Name(column, part)); part++)
        {
        }

        row.With(column, text);
    }

    /// <summary>The text of a column and its continuations.</summary>
    private static string TextOf(this TableEntity row, string column)
    {
        var text = row.GetString(column);
        for (var part = 1; row.TryGetValue(Name(column, part), out var more); part++) text += more;
        return text;
    }

    private static bool IsContinuation(TableEntity row, string column)
    {
        var start = column.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return start.Length < column.Length && row.TryGetValue(start, out var first) && first is string { Length: ColumnLength };
    }

    private static string Name(string column, int part) => part == 0 ? column : $"{column}{part}";
}
