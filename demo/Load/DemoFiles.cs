using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Contact;
using Dfm.Core.Dits;
using Dfm.Core.Imports;
using Dfm.Core.Parc;

namespace Dfm.Load;

/// <summary>What the files of a folder say.</summary>
/// <param name="Customers">The customers with their sites.</param>
/// <param name="Assets">The parc.</param>
/// <param name="Accounts">The accounts.</param>
/// <param name="Natures">The natures.</param>
/// <param name="Consumables">The catalogue.</param>
/// <param name="Meters">What meter readings need.</param>
/// <param name="Invoices">The invoices, as they would be posted.</param>
/// <param name="ContactServices">The services to write to.</param>
/// <param name="Errors">What is wrong, with file and line; nothing is to be loaded then.</param>
internal sealed record DemoFiles(
    IReadOnlyList<Customer> Customers,
    IReadOnlyList<Asset> Assets,
    IReadOnlyList<Account> Accounts,
    IReadOnlyList<Nature> Natures,
    IReadOnlyList<CatalogueEntry> Consumables,
    DemoMeters Meters,
    IReadOnlyList<InvoiceRecord> Invoices,
    IReadOnlyList<ContactService> ContactServices,
    IReadOnlyList<string> Errors)
{
    /// <summary>Reads the thirteen files and checks that they fit together.</summary>
    public static DemoFiles Read(string folder)
    {
        var errors = new List<string>();
        var isIncomplete = false;
        var customers = Read("customers.csv", ImportReader.Customers);
        var sites = Read("sites.csv", ImportReader.Sites);
        var assets = Read("assets.csv", ImportReader.Assets);
        var users = Read("users.csv", ImportReader.Users);
        var natures = Read("natures.csv", ImportReader.Natures);
        var consumables = Read("consumables.csv", ImportReader.Consumables);
        var invoices = Read("invoices.csv", InvoiceFileReader.Read);
        var meters = new DemoMeters(
            Read("counters.csv", MeterFiles.Counters),
            Read("contracts.csv", MeterFiles.Contracts),
            Read("responsibles.csv", MeterFiles.Responsibles),
            Read("meters.csv", MeterFiles.Meters),
            Read("readings.csv", MeterFiles.Readings));
        var contactServices = Read("contact-services.csv", ImportReader.ContactServices);
        if (isIncomplete) return new([], [], [], [], [], DemoMeters.None, [], [], errors);

        var customerIds = customers.Select(customer => customer.Id).ToHashSet();
        var siteNames = sites.ToDictionary(site => (site.Customer, site.Id), site => site.Name);
        errors.AddRange(sites.Where(site => !customerIds.Contains(site.Customer))
            .Select(site => $"sites.csv : le client {site.Customer} du site {site.Id} est inconnu."));
        errors.AddRange(assets.Where(asset => !siteNames.ContainsKey((asset.Customer, asset.Site)))
            .Select(asset => $"assets.csv : le site {asset.Site} du bien {asset.Id} est inconnu."));
        errors.AddRange(users.Where(user => !customerIds.Contains(user.Customer))
            .Select(user => $"users.csv : le client {user.Customer} du compte {user.Identifier} est inconnu."));
        errors.AddRange(users.SelectMany(user => user.Sites, (user, site) => (user, site))
            .Where(assigned => !siteNames.ContainsKey((assigned.user.Customer, assigned.site)))
            .Select(assigned => $"users.csv : le site {assigned.site} du compte {assigned.user.Identifier} est inconnu."));
        errors.AddRange(meters.Errors(assets.Select(asset => (asset.Customer, asset.Id)).ToHashSet()));
        errors.AddRange(invoices.Where(invoice => !customerIds.Contains(invoice.Customer))
            .Select(invoice => $"invoices.csv : le client {invoice.Customer} de la facture {invoice.Form.Number} est inconnu."));
        if (errors.Count > 0) return new([], [], [], [], [], DemoMeters.None, [], [], errors);

        var sitesOf = sites.ToLookup(site => site.Customer, site => site.ToSite());
        var all = customers.ToDictionary(
            customer => customer.Id, customer => new Customer(customer.Id, customer.Name, [.. sitesOf[customer.Id]]));
        errors.AddRange(
            from invoice in invoices
            let problem = InvoiceLoader.Check(all[invoice.Customer], invoice.Form).Problem
            where problem is not null
            from error in problem.Errors ?? new Dictionary<string, string[]>()
            select $"invoices.csv : facture {invoice.Form.Number}, {error.Key} : {string.Join(' ', error.Value)}");
        return new(
            [.. all.Values],
            [.. assets.Select(asset => asset.ToAsset(siteNames[(asset.Customer, asset.Site)]))],
            [.. users.Select(user => user.ToAccount())],
            natures,
            consumables,
            meters,
            invoices,
            contactServices,
            errors);

        IReadOnlyList<T> Read<T>(string name, Func<ReadOnlySpan<byte>, ImportFile<T>> reader)
        {
            if (Bytes(folder, name, errors) is not { } bytes)
            {
                isIncomplete = true;
                return [];
            }

            var file = reader(bytes);
            errors.AddRange(file.Errors.Select(error => $"{name}, ligne {error.Line} : {error.Message}"));
            return file.Records;
        }
    }

    private static byte[]? Bytes(string folder, string name, List<string> errors)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var isMissing = failure is FileNotFoundException or DirectoryNotFoundException;
            errors.Add(isMissing ? $"{name} : ce fichier manque dans « {folder} »." : $"{name} : ce fichier ne peut pas être lu.");
            return null;
        }
    }
}
