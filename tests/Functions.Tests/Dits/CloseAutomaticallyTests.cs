using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Dits;

/// <summary>A DIT whose closing could not be written is not forgotten: the activity fails, and the orchestration tries it again.</summary>
public sealed class CloseAutomaticallyTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task WhileOthersWriteAllTheTime_ItFails_AndClosesTheDitLater()
    {
        var account = azurite.NewAccount();
        await using var proxy = await StorageProxy.StartAsync(account);
        await using var portal = await DitPortal.StartAsync(proxy.Account);
        var dit = await portal.WorkDone();
        Assert.Equal(DitState.WorkDone, (await portal.Find(dit.Number)).State);

        var table = new TableClient(account.ConnectionString, TableNames.Dits);
        var row = TableDitStore.Schema.RootKey(dit.Number.Sequence);
        proxy.BeforeForwarding = request => request is { Resource: TableNames.Dits, Operation: "Transaction" }
            ? table.UpsertEntityAsync(new TableEntity("c1", row) { ["Changed"] = Guid.NewGuid() }, TableUpdateMode.Merge)
            : Task.CompletedTask;
        await Assert.ThrowsAsync<CommandConflictException>(() => portal.CloseAutomatically(dit.Number, doneBy: 4));
        Assert.Equal(DitState.WorkDone, (await portal.Find(dit.Number)).State);

        proxy.BeforeForwarding = null;
        await portal.CloseAutomatically(dit.Number, doneBy: 4);
        Assert.Equal(DitState.Closed, (await portal.Find(dit.Number)).State);
    }
}
