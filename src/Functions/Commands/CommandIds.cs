using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Commands;

/// <summary>The ids of the last tries that wrote a row without a journal, the latest first, by which a lost response is recognised.</summary>
public static class CommandIds
{
    public const string Column = "Commands";

    /// <summary>
    /// More commands than run at once on one row while one of them waits for its answer. Beyond that, a command that was stored would be
    /// taken for another's and be decided again.
    /// </summary>
    public const int Kept = 16;

    /// <summary>Rows that no command has written have none.</summary>
    public static IReadOnlyList<Guid> Of(TableEntity? row) => row?.ContainsKey(Column) is true ? row.Read<Guid[]>(Column) : [];
}
