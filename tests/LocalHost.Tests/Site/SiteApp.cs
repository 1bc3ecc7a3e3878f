using Dfm.LocalHost.Tests.Worker;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalHost.Tests.Site;

/// <summary>An app with a static site and another origin that may call it, for all tests of a class.</summary>
public sealed class SiteApp(AzuriteFixture azurite) : IAsyncLifetime
{
    public const string OtherOrigin = "https://portal.example.com";

    private const string Config = """
        {
          "navigationFallback": { "rewrite": "/index.html", "exclude": ["/api/*", "/*.{js,svg}"] },
          "routes": [{ "route": "/static/*", "headers": { "Cache-Control": "immutable" } }, { "route": "/sign-in", "rewrite": "/sign-in.html" }],
          "globalHeaders": { "Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-cache" },
          "mimeTypes": { ".wasm": "application/wasm" }
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("site-").FullName;
    private TestHost? host;

    public HttpClient Http => host!.Http;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder, "static"));
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), "<p>the site</p>");
        await File.WriteAllTextAsync(Path.Combine(folder, "sign-in.html"), "<form></form>");
        await File.WriteAllTextAsync(Path.Combine(folder, "static", "main.js"), "run();");
        await File.WriteAllTextAsync(Path.Combine(folder, "staticwebapp.config.json"), Config);
        host = await TestHost.StartAsync(
            azurite.NewAccount(),
            [typeof(WAnswering)],
            new Dictionary<string, string?>
            {
                ["LocalHost:Site"] = folder,
                ["LocalHost:Cors:AllowedOrigins"] = $"{OtherOrigin};https://second.example.com",
                ["LocalHost:Cors:SupportCredentials"] = "true",
            },
            builder => builder.Services.AddSingleton(new Meetings()));
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
