using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Benchmarks;

/// <summary>One customer with one supervisor and enough printers that no two DITs have to wait for each other.</summary>
internal static class BenchData
{
    /// <summary>Who signs in.</summary>
    public const string User = "b.bench";

    /// <summary>With this.</summary>
    public const string Password = "Trois-chevaux-verts-2026";

    /// <summary>The customer: the partition of its rows.</summary>
    public const string Customer = "C9001";

    private const int AssetCount = 200;

    /// <summary>Every so many of the printers stand on the second site.</summary>
    private const int SecondSite = 10;

    /// <summary>The printers.</summary>
    public static IReadOnlyList<string> Assets { get; } = [.. Enumerable.Range(0, AssetCount).Select(n => $"B{900_000 + n}")];

    /// <summary>Writes the files that the ERP would export and has the loader load them.</summary>
    public static async Task Load(StorageAccount storage)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
        try
        {
            await Write(folder, "customers.csv", "id;name", $"{Customer};Imprimerie des Mesures");
            await Write(folder, "sites.csv", "id;customer;name;street;postcode;town", $"S901;{Customer};Atelier;1 rue Basse;28000;Chartres",
                $"S902;{Customer};Dépôt;7 rue du Port;45000;Orléans");
            await Write(
                folder,
                "users.csv",
                "identifier;customer;name;email;phone;profile;sites",
                $"{User};{Customer};Benoît Banc;b.bench@mesures.example.com;02 61 91 90 01;Superviseur;");
            await Write(
                folder,
                "assets.csv",
                "id;customer;site;kind;make;model;designation;serialNumber;location;contract;hasCounters",
                [.. Assets.Select((id, n) =>
                    $"{id};{Customer};{(n % SecondSite == 0 ? "S902" : "S901")};Printing;Ricoh;IM C3010;Multifonction couleur A3;3129RC{n:D5};Étage {n % 9}, bureau {n};CTR-2026-0901;oui")]);
            foreach (var file in (string[])["natures.csv", "consumables.csv"])
                File.Copy(RepositoryRoot.PathOf("demo", file), Path.Combine(folder, file));
            await WriteEmpty(folder);
            await DemoData.LoadAsync(folder, PortalSettings.For(storage, 0), Password);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What else the loader wants, without a line.</summary>
    private static async Task WriteEmpty(string folder)
    {
        foreach (var path in Directory.GetFiles(RepositoryRoot.PathOf("demo"), "*.csv"))
        {
            var name = Path.GetFileName(path);
            if (!File.Exists(Path.Combine(folder, name))) await Write(folder, name, (await File.ReadAllLinesAsync(path))[0]);
        }
    }

    private static Task Write(string folder, string name, string heading, params string[] lines) =>
        File.WriteAllLinesAsync(Path.Combine(folder, name), [heading, .. lines]);
}
