using Dfm.Core.Accounts;
using Dfm.Functions.Accounts;
using Dfm.Functions.Catalogue;
using Dfm.Functions.Contact;
using Dfm.Functions.Dits;
using Dfm.Functions.Invoices;
using Dfm.Functions.Meters;
using Dfm.Functions.Parc;
using Dfm.Functions.Storage;
using Dfm.Load;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

if (args is not [var folder])
{
    Console.Error.WriteLine("""
        Loads customers.csv, sites.csv, users.csv, assets.csv, natures.csv, consumables.csv, counters.csv, contracts.csv, responsibles.csv,
        meters.csv, readings.csv, invoices.csv and contact-services.csv into the storage of the portal. Loading again changes nothing.

            dotnet Dfm.Load.dll FOLDER

        AzureWebJobsStorage   the storage account, as for the portal
        Demo__Password        the password of accounts that are new (default: Demo-Portail-2026)
        Demo__ApiKey          a staff key to create, dfm_{id}_{secret}; none without it
        """);
    return 2;
}

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
if (!Password.TryParse(configuration["Demo:Password"] ?? "Demo-Portail-2026", out var password))
{
    Console.Error.WriteLine("Demo__Password is empty or contains invisible characters.");
    return 2;
}

var files = DemoFiles.Read(folder);
foreach (var error in files.Errors) Console.Error.WriteLine(error);
if (files.Errors.Count > 0) return 1;

await using var services = new ServiceCollection()
    .AddSingleton<IConfiguration>(configuration)
    .AddSingleton(TimeProvider.System)
    .AddStorageClients()
    .AddAccounts()
    .AddParc()
    .AddDits()
    .AddCatalogue()
    .AddMeters()
    .AddSingleton<MeterLoader>()
    .AddInvoices()
    .AddSingleton<InvoiceLoader>()
    .AddContact()
    .AddSingleton<DemoLoader>()
    .BuildServiceProvider();
await services.GetRequiredService<DemoLoader>().Load(files, password, configuration["Demo:ApiKey"]);
return 0;
