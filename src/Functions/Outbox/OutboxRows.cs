using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Outbox;

/// <summary>The rows of the outbox: one for each command with effects, in the partition that the command has written.</summary>
public static class OutboxRows
{
    /// <summary>Begins the keys of all of them.</summary>
    public const string Prefix = "q-";

    public static string Key(Guid commandId) => $"{Prefix}{commandId:N}";

    /// <summary>The id of the command whose row has this key; false when it is none of this outbox's rows.</summary>
    public static bool TryReadKey(string rowKey, out Guid commandId) => Guid.TryParseExact(rowKey.AsSpan(Prefix.Length), "N", out commandId);

    /// <summary>The row of a command, with its effects in order.</summary>
    public static TableEntity Of(string partition, Guid commandId, IReadOnlyList<OutboxEffect> effects) =>
        new TableEntity(partition, Key(commandId)).With(RowJson.Data, RowJson.Text(effects));

    public static IReadOnlyList<OutboxEffect> EffectsOf(TableEntity row) => row.Read<OutboxEffect[]>(RowJson.Data);
}
