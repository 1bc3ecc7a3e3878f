using System.Text.Json;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>
/// Records in the columns of a table's rows. A column holds 32,768 UTF-16 units at most, so a long record goes on in further columns.
/// </summary>
internal static class RowJson
{
    private const int ColumnLength = 32_000;

    /// <summary>The column that holds what a row is about.</summary>
    public const string Data = "Data";

    /// <summary>A record as a column holds it.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, StorageJson.Options);

    /// <summary>Puts a record's text into <paramref name="column"/> and, as far as needed, <c>{column}1</c>, <c>{column}2</c>…</summary>
    public static TableEntity With(this TableEntity row, string column, string text)
    {
        for (var (part, from) = (0, 0); part == 0 || from < text.Length; part++, from += ColumnLength)
            row[Name(column, part)] = text.Substring(from, Math.Min(ColumnLength, text.Length - from));
        return row;
    }

    /// <summary>The record in a column.</summary>
    public static T Read<T>(this TableEntity row, string column) =>
        JsonSerializer.Deserialize<T>(row.TextOf(column), StorageJson.Options)
        ?? throw new InvalidOperationException($"Row {row.RowKey} has no {column}.");

    /// <summary>The record's text in a column and those that it goes on in.</summary>
    private static string TextOf(this TableEntity row, string column)
    {
        var text = row.GetString(column);
        for (var part = 1; row.TryGetValue(Name(column, part), out var more); part++) text += more;
        return text;
    }

    private static string Name(string column, int part) => part == 0 ? column : $"{column}{part}";
}
