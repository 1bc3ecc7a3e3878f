using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json.Nodes;
using Dfm.Testing;

namespace Dfm.Infra.Tests.Publish;

/// <summary>The function app as it is published for Azure, from a copy of its sources: the working tree is in use.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private static readonly string[] Folders = ["src/Core", "src/Functions", "src/ServiceBusExtension"];
    private static readonly string[] Files = ["Directory.Build.props", "Directory.Packages.props", "global.json", "host.json", ".editorconfig"];
    // On a quiet machine it takes a minute or two: it restores and builds a second project, the host's extensions.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(12);

    private readonly string copy = Directory.CreateTempSubdirectory("dfm-publish-").FullName;

    public string Folder => Path.Combine(copy, "published");

    /// <summary>The published app itself, loaded beside the tests' own.</summary>
    public Assembly Assembly => field ??= new AssemblyLoadContext("published").LoadFromAssemblyPath(Path.Combine(Folder, "Dfm.Functions.dll"));

    public bool Has(string path) => File.Exists(Path.Combine(Folder, path));
    public JsonNode Json(string path) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, path)))!;

    public async ValueTask InitializeAsync()
    {
        CopySources();
        var (status, printed) = await Publish("", TestContext.Current.CancellationToken);
        Assert.True(status == 0, printed);
    }

    /// <summary>Publishes the app as it would be deployed, with the extension that it stands in for here; returns the exit code and what was printed.</summary>
    public Task<(int Status, string Printed)> PublishWithOfficialServiceBus(CancellationToken cancellationToken) =>
        Publish("-p:OfficialServiceBus=true", cancellationToken);

    private async Task<(int Status, string Printed)> Publish(string properties, CancellationToken cancellationToken)
    {
        // Behind the tests that run beside it; and no build server of it may stay.
        var command = $"dotnet publish src/Functions -c Release -p:PackageForAzure=true {properties} -o published --disable-build-servers --tl:off";
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(Longest);
        return await Programs.RunAsync(new ProcessStartInfo("nice", command) { WorkingDirectory = copy }, ended.Token);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(copy, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void CopySources()
    {
        var sources = Folders
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryRoot.PathOf(folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Folder, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
        foreach (var file in Files.Concat(sources))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
            File.Copy(RepositoryRoot.PathOf(file), Path.Combine(copy, file));
        }
    }
}
