using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Contact;
using Dfm.Core.Dits;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Load;

/// <summary>Writes what the files say into the portal's storage and tells how much of it was new or different.</summary>
internal sealed class DemoLoader(
    TableServiceClient tables,
    ICustomerStore customers,
    IAccountStore accounts,
    IApiKeyStore apiKeys,
    INatureStore natures,
    IConsumableStore consumables,
    MeterLoader meters,
    IContactServiceStore contactServices,
    AssetWriter assets,
    InvoiceLoader invoices,
    BlobServiceClient blobs,
    Passwords passwords)
{
    private const int Parallelism = 8;

    private static readonly string[] Scopes =
    [
        "dits.read", "dits.write", "orders.read", "orders.write", "invoices.write", "contact.read", "inbound.read", "inbound.write", "mails.read",
        ApiKeyScopes.Manage,
    ];

    /// <summary>Loads everything. Accounts that are known keep their passwords.</summary>
    public async Task Load(DemoFiles files, Password password, string? apiKey)
    {
        await Task.WhenAll(TableNames.All.Select(Task (name) => tables.CreateTableIfNotExistsAsync(name))
            .Concat(TableNames.Containers.Select(Task (name) => blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync())));
        Tell("customers", files.Customers.Count, await CountChanges(files.Customers, SaveCustomer));
        await Task.WhenAll(
            natures.Save(files.Natures, default),
            contactServices.Save(files.ContactServices, default),
            LoadAccounts(files.Accounts, password),
            LoadAssets(files),
            LoadConsumables(files.Consumables),
            LoadMeters(files.Meters),
            LoadInvoices(files));
        Tell("natures", files.Natures.Count, null);
        Tell("contact services", files.ContactServices.Count, null);
        if (apiKey is null) return;
        await apiKeys.Save(ApiKeyText.ToStore(apiKey, "Planning DFM", Scopes), default);
        Tell("API keys", 1, null);
    }

    private async Task LoadAccounts(IReadOnlyList<Account> wanted, Password password) =>
        Tell("accounts", wanted.Count, await CountChanges(wanted, account => SaveAccount(account, password)));

    private async Task LoadAssets(DemoFiles files)
    {
        var progress = new Progress(files.Assets.Count);
        Tell("assets", files.Assets.Count, await assets.Write(files.Assets, progress, default));
    }

    private async Task LoadConsumables(IReadOnlyList<CatalogueEntry> wanted) =>
        Tell("consumables", wanted.Count, await consumables.Save(wanted, default));

    private async Task LoadMeters(DemoMeters wanted) => Tell("meters", wanted.Meters.Count, await meters.Load(wanted));

    private async Task LoadInvoices(DemoFiles files)
    {
        var customersById = files.Customers.ToDictionary(customer => customer.Id);
        Tell("invoices", files.Invoices.Count, await CountChanges(
            files.Invoices, invoice => invoices.Save(customersById[invoice.Customer], invoice.Form)));
    }

    private async Task<bool> SaveCustomer(Customer customer)
    {
        var known = await customers.Find(customer.Id, default);
        if (known is not null && known.Name == customer.Name && known.Sites.ToHashSet().SetEquals(customer.Sites)) return false;
        await customers.Save(customer, default);
        return true;
    }

    private async Task<bool> SaveAccount(Account account, Password password)
    {
        var known = await accounts.ReadForSignIn(account.Identifier, default);
        if (known.Account is { } same && Same(same, account)) return false;
        await accounts.Save(account, known.PasswordHash ?? passwords.Hash(password), default);
        return true;
    }

    /// <summary>Records compare their lists by reference, so sites are compared apart.</summary>
    private static bool Same(Account one, Account other) =>
        one with { Sites = other.Sites } == other && one.Sites.SequenceEqual(other.Sites);

    private static async Task<int> CountChanges<T>(IEnumerable<T> records, Func<T, Task<bool>> save)
    {
        var changes = 0;
        await Parallel.ForEachAsync(
            records,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism },
            async (record, _) =>
            {
                if (await save(record)) Interlocked.Increment(ref changes);
            });
        return changes;
    }

    private static void Tell(string what, int count, int? changed) =>
        Console.WriteLine($"{what}: {Number(count)}" + (changed is { } some ? $", {Number(some)} new or different" : ""));

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A line now and then; unlike the framework's own, in order.</summary>
    private sealed class Progress(int all) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value < all) Console.WriteLine($"assets: {Number(value)} of {Number(all)}");
        }
    }
}
