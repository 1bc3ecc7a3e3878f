using Azure.Data.Tables;

namespace Dfm.TortureApp;

/// <summary>
/// What activities and message handlers have done, each effect once however often it was done. It is the measure of the test, not its
/// object: its table is reached past all faults.
/// </summary>
public sealed class Effects(TableClient table)
{
    /// <summary>The setting with the connection string of its storage.</summary>
    public const string Setting = "Effects";

    /// <summary>The table: a partition is an orchestration, a row key an effect.</summary>
    public const string TableName = "Effects";

    /// <summary>Writes an effect down.</summary>
    public Task RecordAsync(string instanceId, string effect) => table.UpsertEntityAsync(new TableEntity(instanceId, effect));

    /// <summary>Whether the effect was written down before.</summary>
    public async Task<bool> ContainsAsync(string instanceId, string effect) =>
        (await table.GetEntityIfExistsAsync<TableEntity>(instanceId, effect)).HasValue;
}
