using System.Globalization;
using Azure.Data.Tables;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// Texts in table rows. A property holds 32 K characters and a row less than 1 MB, so a text is cut into properties, and a long
/// one into several rows: <c>{key}-000</c>, <c>{key}-001</c>…
/// </summary>
internal static class TextRows
{
    private const int PerProperty = 32_000;
    private const int PropertiesPerRow = 14;

    /// <summary>The row's first property; it may stand beside others.</summary>
    private static readonly string[] Names = [.. Enumerable.Range(0, PropertiesPerRow).Select(n => "Text" + n)];

    /// <summary>The rows of <paramref name="text"/>; at least one.</summary>
    public static List<TableEntity> Split(string partition, string key, string text)
    {
        var rows = new List<TableEntity>(1);
        for (var start = 0; rows.Count == 0 || start < text.Length;)
        {
            var row = new TableEntity(partition, string.Create(CultureInfo.InvariantCulture, $"{key}-{rows.Count:D3}"));
            for (var n = 0; n < PropertiesPerRow && start < text.Length; n++)
            {
                var length = Math.Min(PerProperty, text.Length - start);
                row[Names[n]] = text.Substring(start, length);
                start += length;
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The row's part of its text.</summary>
    public static string Read(TableEntity row)
    {
        var first = row.GetString(Names[0]) ?? "";
        return row.ContainsKey(Names[1]) ? string.Concat(Names.Select(row.GetString)) : first;
    }
}
