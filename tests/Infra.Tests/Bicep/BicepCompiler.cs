using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Dfm.Testing;

namespace Dfm.Infra.Tests.Bicep;

/// <summary>Microsoft's Bicep compiler, without a network.</summary>
public static class BicepCompiler
{
    private static readonly string Program = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == "Bicep").Value!;

    /// <summary>What the compiler and its linter have to say of a template or a parameter file: one line each, none where all is well.</summary>
    public static async Task<string[]> Lint(string file)
    {
        var (_, printed) = await Run("lint", file, "--no-restore");
        // Both streams carry the same lines, with the path of a copy that tells nothing.
        var lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => line.Replace(Folder(file), "", StringComparison.Ordinal)).Distinct()];
    }

    /// <summary>The resources that a deployment with a parameter file would have, as far as they can be known before it.</summary>
    public static async Task<JsonArray> Resources(string parameters)
    {
        var (status, printed) = await Run(
            "snapshot", parameters, "--mode", "overwrite",
            "--tenant-id", "11111111-1111-1111-1111-111111111111", "--subscription-id", "22222222-2222-2222-2222-222222222222",
            "--resource-group", "rg-dfm-portal", "--location", "francecentral");
        Assert.True(status == 0, printed);
        var snapshot = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(parameters, ".snapshot.json")))!;
        Assert.Empty(snapshot["diagnostics"]!.AsArray());
        return snapshot["predictedResources"]!.AsArray();
    }

    private static Task<(int Status, string Printed)> Run(params string[] arguments) => Programs.RunAsync(
        new ProcessStartInfo(Program, arguments)
        {
            Environment =
            {
                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
                // The program unpacks itself, by default into a home folder, which there need not be.
                ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Path.GetTempPath(), "dfm-bicep"),
            },
        },
        TestContext.Current.CancellationToken);

    private static string Folder(string file) => Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;
}
