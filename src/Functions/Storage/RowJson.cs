using System.Text.Json;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>
/// Records as JSON in table columns. A column holds 32,768 UTF-16 units at most, so a long record continues in further columns.
/// </summary>
public static class RowJson
{
    private const int ColumnLength = 32_000;

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

    /// <summary>The text of a column and its continuations.</summary>
    private static string TextOf(this TableEntity row, string column)
    {
        var text = row.GetString(column);
        for (var part = 1; row.TryGetValue(Name(column, part), out var more); part++) text += more;
        return text;
    }

    private static string Name(string column, int part) => part == 0 ? column : $"{column}{part}";
}
