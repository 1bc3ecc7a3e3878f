using Azure.Data.Tables;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Outbox;

/// <summary>What a portal asks of its tables while nobody gives a command does not depend on how many customers there are.</summary>
public sealed class IdleTests(AzuriteFixture azurite)
{
    [Fact]
    public Task TenSecondsWithoutCommands_CostNothing_AtTenAndAtTenThousandCustomers() => CostNothing(TimeSpan.FromSeconds(10));

    [Fact(Explicit = true)]
    public Task AMinuteWithoutCommands_CostsNothing_AtTenAndAtTenThousandCustomers() => CostNothing(TimeSpan.FromMinutes(1));

    private async Task CostNothing(TimeSpan time)
    {
        var requests = await Task.WhenAll(RequestsWith(10, time), RequestsWith(10_000, time));

        Assert.Equal(requests[0], requests[1]);
        Assert.Equal(0, requests[1]);
    }

    private async Task<int> RequestsWith(int customers, TimeSpan time)
    {
        var account = azurite.NewAccount();
        await using var proxy = await StorageProxy.StartAsync(account);
        await using var portal = await InProcessPortal.StartAsync(proxy.Account);
        // They are listed by one row each.
        await ManyRows.Write(
            new TableClient(account.ConnectionString, TableNames.Customers),
            Enumerable.Range(0, customers).Select(n => new TableEntity(TableCustomerStore.AllCustomers, $"C{n}")));
        // The start is over when the portal answers.
        await portal.Client.GetAsync(new Uri("/api/health", UriKind.Relative), Stop);
        var before = proxy.Requests.Count;

        await Task.Delay(time, Stop);

        return proxy.Requests.Skip(before).Count(request => request.Service is StorageService.Table);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
