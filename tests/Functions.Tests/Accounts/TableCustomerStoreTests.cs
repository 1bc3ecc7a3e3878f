using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Accounts;

public sealed class TableCustomerStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TableCustomerStore store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var service = new TableServiceClient(azurite.NewAccount().ConnectionString);
        await service.CreateTableAsync(TableNames.Customers, Stop);
        store = new TableCustomerStore(service);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ACustomer_ComesBackAsItWasSaved_HoweverManySites()
    {
        var customer = CustomerOf("C1", 250);
        await store.Save(customer, Stop);

        var found = await store.Find(customer.Id, Stop);

        Assert.Equal(customer.Name, found?.Name);
        Assert.Equal(customer.Sites, found?.Sites);
    }

    [Fact]
    public async Task SavingAgain_ReplacesNamesAndRemovesSites()
    {
        await store.Save(CustomerOf("C1", 5), Stop);
        await store.Save(CustomerOf("C1", 2) with { Name = "Autre nom" }, Stop);

        var found = await store.Find(CustomerId.Parse("C1"), Stop);

        Assert.Equal("Autre nom", found?.Name);
        Assert.Equal(["S000", "S001"], found?.Sites.Select(site => site.Id.Value));
    }

    [Fact]
    public async Task AnUnknownCustomer_IsNone() => Assert.Null(await store.Find(CustomerId.Parse("all"), Stop));

    [Fact]
    public async Task AllCustomers_AreListedInOrder()
    {
        // "all" is a customer's id like any other.
        string[] ids = ["all", "C1", "C2", "_x"];
        foreach (var id in ids) await store.Save(CustomerOf(id, 1), Stop);

        var listed = await store.ListIds(Stop).Select(id => id.Value).ToListAsync(Stop);

        Assert.Equal(ids.Order(StringComparer.Ordinal), listed);
    }

    private static Customer CustomerOf(string id, int sites) => new(
        CustomerId.Parse(id),
        $"Société {id}",
        [.. Enumerable.Range(0, sites).Select(n => new Site(SiteId.Parse($"S{n:000}"), $"Site {n}", "1 rue Basse", "28000", "Chartres"))]);
}
