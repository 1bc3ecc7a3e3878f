using Azure.Data.Tables;

namespace Dfm.TortureApp;

/// <summary>
/// What activities and message handlers have done, each effect once however often it was done. It is the measure of the test, not its
/// object: its table is reached past all faults.
/// </summary>
/// <param name="table">A partition is an orchestration, a row key an effect.</param>
public sealed class Effects(TableClient table)
{
    /// <summary>Writes an effect down.</summary>
    public Task RecordAsync(string owner, string effect) => table.UpsertEntityAsync(new TableEntity(owner, effect));

    /// <summary>Whether the effect was written down before.</summary>
    public async Task<bool> ContainsAsync(string owner, string effect) =>
        (await table.GetEntityIfExistsAsync<TableEntity>(owner, effect)).HasValue;
}
