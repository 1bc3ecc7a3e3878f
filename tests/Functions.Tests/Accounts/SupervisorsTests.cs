using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>Who is asked to approve a customer's carts: its Superviseurs as the import saved them last, and nobody else.</summary>
public sealed class SupervisorsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TableAccountStore accounts = null!;
    private TableUserStore store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var service = new TableServiceClient(azurite.NewAccount().ConnectionString);
        await service.CreateTableAsync(TableNames.Accounts, Stop);
        await service.CreateTableAsync(TableNames.Users, Stop);
        await service.CreateTableAsync(TableNames.MailAddresses, Stop);
        (accounts, store) = (new TableAccountStore(service), new TableUserStore(service));
        await Save("claire", "C1", Profile.Supervisor);
        await Save("karim", "C1", Profile.Supervisor);
        await Save("paul", "C1", Profile.User);
        await Save("zoe", "C10", Profile.Supervisor);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task EachCustomer_HasItsOwn()
    {
        Assert.Equal(
            [
                new Person(UserId.Parse("claire"), "Personne claire", "claire@example.com"),
                new Person(UserId.Parse("karim"), "Personne karim", "karim@example.com"),
            ],
            await store.Supervisors(CustomerId.Parse("C1"), Stop));
        Assert.Equal(["zoe"], await Of("C10"));
        Assert.Empty(await Of("C"));
    }

    [Fact]
    public async Task WhoBecomesAUser_IsNoneAnyMore_AndWhoIsPromotedIs()
    {
        await Save("claire", "C1", Profile.User);
        await Save("paul", "C1", Profile.Supervisor);

        Assert.Equal(["karim", "paul"], await Of("C1"));
    }

    [Fact]
    public async Task WhoGoesToAnotherCustomer_LeavesTheFirst()
    {
        await Save("karim", "C10", Profile.Supervisor);

        Assert.Equal(["claire"], await Of("C1"));
        Assert.Equal(["karim", "zoe"], await Of("C10"));
    }

    [Fact]
    public async Task SavedAgain_TheyAreReachedAtTheirNewAddress()
    {
        await Save("claire", "C1", Profile.Supervisor, "cmartin@example.com");

        Assert.Equal(
            ["cmartin@example.com", "karim@example.com"], (await store.Supervisors(CustomerId.Parse("C1"), Stop)).Select(one => one.Email));
    }

    private async Task<IEnumerable<string>> Of(string customer) =>
        (await store.Supervisors(CustomerId.Parse(customer), Stop)).Select(one => one.User.Value);

    private Task Save(string name, string customer, Profile profile, string? email = null) => accounts.Save(
        new Account(
            UserId.Parse(name),
            CustomerId.Parse(customer),
            LoginIdentifier.Parse(name),
            $"Personne {name}",
            email ?? $"{name}@example.com",
            "",
            profile,
            profile is Profile.User ? [SiteId.Parse("S1")] : []),
        "hash",
        Stop);
}
