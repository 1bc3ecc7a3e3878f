namespace Dfm.Testing;

/// <summary>Where the repository's files are, seen from a test's output folder.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds DfmFunctions.sln.</summary>
    public static string Folder { get; } = Ancestors().First(folder => File.Exists(Path.Combine(folder, "DfmFunctions.sln")));

    /// <summary>Release or Debug, as the tests were built.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    /// <summary>A file of the repository by its path in it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>The Node package <paramref name="name"/>, found as Node finds it: in the nearest node_modules above.</summary>
    public static string NodePackage(string name) =>
        Ancestors().Select(folder => Path.Combine(folder, "node_modules", name)).FirstOrDefault(Directory.Exists)
        ?? throw new InvalidOperationException($"The Node package {name} is not installed: run npm ci in {Folder}.");

    private static IEnumerable<string> Ancestors()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
