using System.Diagnostics;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>A portal whose site has an origin of its own, built for the API's as it is for Azure.</summary>
public sealed class TwoOrigins(AzuriteFixture azurite, Browser browser) : DemoPortal(azurite, browser)
{
    private readonly AzuriteFixture azurite = azurite;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("site-");
    private FunctionAppProcess? site;

    /// <inheritdoc/>
    protected override Uri Site => site!.Client.BaseAddress!;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (site is not null) await site.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<string, string>> ServeSiteAsync(int port)
    {
        var api = $"http://127.0.0.1:{port}";
        await BuildAsync(api);
        site = await PortalProcess.StartAsync(azurite.NewAccount(), new Dictionary<string, string> { ["LocalHost__Site"] = folder.FullName });
        return new Dictionary<string, string>
        {
            ["LocalHost__Cors__AllowedOrigins"] = Site.GetLeftPart(UriPartial.Authority),
            ["LocalHost__Cors__SupportCredentials"] = "true",
        };
    }

    private async Task BuildAsync(string api)
    {
        var start = new ProcessStartInfo("npm")
        {
            ArgumentList = { "run", "--silent", "build", "--", "--outDir", folder.FullName, "--logLevel", "warn" },
            WorkingDirectory = RepositoryRoot.PathOf("web"),
            RedirectStandardError = true,
        };
        start.Environment["VITE_API"] = $"{api}/api";
        using var build = Process.Start(start)!;
        var errors = await build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, errors);
        var config = Path.Combine(folder.FullName, "staticwebapp.config.json");
        var text = await File.ReadAllTextAsync(config);
        // As the deployment does.
        foreach (var name in new[] { "connect-src", "form-action" })
            text = text.Replace($"{name} 'self'", $"{name} 'self' {api}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(config, text);
    }
}
