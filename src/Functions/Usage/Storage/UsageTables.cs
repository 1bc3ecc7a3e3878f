using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace Dfm.Functions.Usage.Storage;

/// <summary>The tables of the journal of use: one for each month, so that what is too old goes by the table.</summary>
public static class UsageTables
{
    /// <summary>Begins the names of all of them, and of no other table.</summary>
    public const string Prefix = "Usage";

    /// <param name="month">Any instant of it, in UTC.</param>
    public static string Of(DateTimeOffset month) => Prefix + month.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    /// <summary>The first instant of the month whose table this is; null for another table.</summary>
    public static DateTimeOffset? MonthOf(string table) =>
        table.StartsWith(Prefix, StringComparison.Ordinal)
        && DateTimeOffset.TryParseExact(table[Prefix.Length..], "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var month)
            ? month
            : null;

    /// <summary>The names of those that there are.</summary>
    public static async IAsyncEnumerable<string> List(TableServiceClient tables, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {Prefix} and TableName lt {Prefix + "~"}");
        await foreach (var table in tables.QueryAsync(filter, cancellationToken: cancellationToken))
            if (MonthOf(table.Name) is not null) yield return table.Name;
    }
}
