using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Load;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Demo;

public sealed class DemoLoaderTests(AzuriteFixture azurite)
{
    private const string Key = "dfm_planning_0123456789abcdefghijklmnopqrstuv";

    [Fact]
    public async Task DemoData_LoadedTwice_IsThereOnce_AndItsPeopleSignIn()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        var files = DemoFiles.Read(RepositoryRoot.PathOf("demo"));
        Assert.Empty(files.Errors);
        var loader = ActivatorUtilities.CreateInstance<DemoLoader>(
            portal.Services,
            ActivatorUtilities.CreateInstance<MeterLoader>(portal.Services),
            ActivatorUtilities.CreateInstance<InvoiceLoader>(portal.Services));

        await loader.Load(files, Password.Parse("Demo-Portail-2026"), Key);
        var once = await Rows(portal);
        await loader.Load(files, Password.Parse("Another password"), Key);

        Assert.Equal(once, await Rows(portal));
        foreach (var account in files.Accounts.Where(account => account.Profile is Profile.Supervisor))
        {
            var body = new { identifier = account.Identifier.Value, password = "Demo-Portail-2026" };
            using var answer = await portal.Client.PostAsJsonAsync("api/auth/login", body, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public void Files_ThatDoNotFitTogether_AreToldAndNotLoaded()
    {
        var folder = Directory.CreateTempSubdirectory("demo").FullName;
        foreach (var file in Directory.GetFiles(RepositoryRoot.PathOf("demo"), "*.csv"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.AppendAllText(Path.Combine(folder, "assets.csv"), "B9;C1001;S999;IT;Dell;7010;Poste;SN;Accueil;;non\nB8;C1001\n");

        var files = DemoFiles.Read(folder);

        Assert.Equal(
            ["assets.csv, ligne 65 : 2 colonnes au lieu de 11.", "assets.csv : le site S999 du bien B9 est inconnu."],
            files.Errors);
        Assert.Empty(files.Assets);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void AMissingFile_IsToldAlone()
    {
        var folder = Directory.CreateTempSubdirectory("demo").FullName;
        foreach (var file in Directory.GetFiles(RepositoryRoot.PathOf("demo"), "*.csv"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.Delete(Path.Combine(folder, "customers.csv"));

        Assert.Equal([$"customers.csv : ce fichier manque dans « {folder} »."], DemoFiles.Read(folder).Errors);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(13, DemoFiles.Read(folder).Errors.Count);
    }

    /// <summary>Every row that the demo data makes, with the version of what must not change.</summary>
    private static async Task<List<string>> Rows(InProcessPortal portal)
    {
        var tables = portal.Services.GetRequiredService<TableServiceClient>();
        var rows = new List<string>();
        foreach (var name in TableNames.All.Except([TableNames.Counters, TableNames.SentMails]))
        {
            await foreach (var row in tables.GetTableClient(name).QueryAsync<TableEntity>())
                rows.Add($"{name} {row.PartitionKey} {row.RowKey} {row.GetString("PasswordHash")} {row.GetString("Data")}");
        }

        return rows;
    }
}
