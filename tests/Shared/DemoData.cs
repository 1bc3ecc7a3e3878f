using System.Diagnostics;

namespace Dfm.Testing;

/// <summary>The data that the demo's loader loads, as <c>./portal up</c> runs it.</summary>
public static class DemoData
{
    /// <summary>Loads a folder of files like <c>demo/</c>.</summary>
    /// <param name="folder">Of the files.</param>
    /// <param name="settings">Those of the portal whose storage it is.</param>
    /// <param name="password">Of every account.</param>
    /// <param name="apiKey">The staff's; null for none.</param>
    /// <exception cref="InvalidOperationException">The data could not be loaded.</exception>
    public static async Task LoadAsync(string folder, IReadOnlyDictionary<string, string> settings, string password, string? apiKey = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var program = RepositoryRoot.PathOf("demo", "Load", "bin", RepositoryRoot.Configuration, "net10.0", "Dfm.Load.dll");
        var start = new ProcessStartInfo("dotnet", [program, folder]);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        (start.Environment["Demo__Password"], start.Environment["Demo__ApiKey"]) = (password, apiKey);
        var (status, printed) = await Programs.RunAsync(start, CancellationToken.None);
        if (status != 0) throw new InvalidOperationException($"The data could not be loaded:\n{printed}");
    }
}
