using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Commands;

/// <summary>The ids of the last tries that wrote a row without a journal, the latest first, by which a lost response is recognised.</summary>
public static class CommandIds
{
    public const string Column = "Commands";

    /// <summary>
    /// Enough for all commands that run at once on one row. With fewer, a command that was stored and whose response was lost would not
    /// recognise itself, and be decided again.
    /// </summary>
    public const int Kept = 16;

    /// <summary>Rows that no command has written have none.</summary>
    public static IReadOnlyList<Guid> Of(TableEntity? row) => row?.ContainsKey(Column) is true ? row.Read<Guid[]>(Column) : [];
}
