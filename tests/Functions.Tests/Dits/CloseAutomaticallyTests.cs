using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
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
        var number = (await DitPortal.Raised(portal.User)).GetProperty("number").GetString()!;
        await TwoCustomers.Until(async () => (await portal.Queue("dits", "AwaitingPlanning")).Contains(number));
        (await portal.Move(number, "Plan")).Dispose();
        (await portal.Move(number, "Start")).Dispose();
        (await portal.Move(number, "Finish", "Four remplacé.")).Dispose();
        Assert.Equal("WorkDone", await StateOf(portal, number));

        var table = new TableClient(account.ConnectionString, TableNames.Dits);
        var row = LifecycleKeys.Itself(long.Parse(number, CultureInfo.InvariantCulture));
        proxy.BeforeForwarding = request => request is { Resource: TableNames.Dits, Operation: "Transaction" }
            ? table.UpsertEntityAsync(new TableEntity("c1", row) { ["Changed"] = Guid.NewGuid() }, TableUpdateMode.Merge)
            : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.CloseAutomatically(number, doneBy: 4));
        Assert.Equal("WorkDone", await StateOf(portal, number));

        proxy.BeforeForwarding = null;
        await portal.CloseAutomatically(number, doneBy: 4);
        Assert.Equal("Closed", await StateOf(portal, number));
    }

    private static async Task<string?> StateOf(DitPortal portal, string number) =>
        (await portal.User.GetFromJsonAsync<JsonElement>($"/api/dits/{number}", TestContext.Current.CancellationToken))
            .GetProperty("state").GetString();
}
