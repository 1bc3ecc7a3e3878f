using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Dits;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

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
        await Assert.ThrowsAsync<InvalidOperationException>(() => Close(portal, number));
        Assert.Equal("WorkDone", await StateOf(portal, number));

        proxy.BeforeForwarding = null;
        await Close(portal, number);
        Assert.Equal("Closed", await StateOf(portal, number));
    }

    private static Task Close(DitPortal portal, string number) =>
        ActivatorUtilities.CreateInstance<CloseAutomatically>(portal.Portal.Services).Run(
            new(CustomerId.Parse("c1"), DitNumber.Of(long.Parse(number, CultureInfo.InvariantCulture)), Sequence: 4),
            portal.Portal.Lifecycles,
            TestContext.Current.CancellationToken);

    private static async Task<string?> StateOf(DitPortal portal, string number) =>
        (await portal.User.GetFromJsonAsync<JsonElement>($"/api/dits/{number}", TestContext.Current.CancellationToken))
            .GetProperty("state").GetString();
}
