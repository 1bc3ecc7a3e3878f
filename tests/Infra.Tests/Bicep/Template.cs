using Dfm.Testing;

namespace Dfm.Infra.Tests.Bicep;

/// <summary>A copy of <c>infra/bicep</c>, in which a test may make a mistake.</summary>
public sealed class Template : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dfm-template-").FullName;

    public Template()
    {
        var original = RepositoryRoot.PathOf("infra", "bicep");
        foreach (var file in Directory.EnumerateFiles(original, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The parameter files.</summary>
    public static string[] Environments { get; } = ["dev", "test", "prod"];

    /// <summary>Replaces a text that stands once in a file.</summary>
    public Template With(string file, string text, string replacement)
    {
        var path = Path.Combine(folder, file);
        var source = File.ReadAllText(path);
        Assert.Equal(2, source.Split(text).Length);
        File.WriteAllText(path, source.Replace(text, replacement, StringComparison.Ordinal));
        return this;
    }

    /// <summary>What the compiler says of the parameter file of an environment and of the template with all its modules.</summary>
    public Task<string[]> Diagnostics(string environment) => BicepCompiler.Lint(Path.Combine(folder, $"{environment}.bicepparam"));

    /// <summary>What would be deployed in an environment.</summary>
    public async Task<Deployment> Deployment(string environment) =>
        new(await BicepCompiler.Resources(Path.Combine(folder, $"{environment}.bicepparam")));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
