using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Tests.Pages;

/// <summary>A web application with some of the local pages alone, on a port of its own.</summary>
internal sealed class PageApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private PageApp(WebApplication app) => this.app = app;

    public HttpClient Client { get; } = new();

    public static async Task<PageApp> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, string? storage = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsStorage", storage)]);
        configure?.Invoke(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new PageApp(app) { Client = { BaseAddress = new Uri(app.Urls.Single()) } };
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return app.DisposeAsync();
    }
}
