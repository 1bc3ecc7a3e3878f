using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Dfm.LocalHost.Site;

/// <summary>
/// Serves a static site beside the functions, as Azure Static Web Apps does by its <c>staticwebapp.config.json</c>. The setting
/// <c>LocalHost__Site</c> names its folder; without it nothing is served. Functions and the pages below <c>/local</c> come first.
/// </summary>
internal sealed class StaticSite : IDisposable
{
    private const string Setting = "LocalHost:Site";
    private const string DefaultDocument = "/index.html";

    private readonly PhysicalFileProvider? files;
    private readonly StaticSiteConfig config = new();
    private readonly FileExtensionContentTypeProvider types = new();

    /// <summary>Opens the site's folder.</summary>
    /// <exception cref="InvalidOperationException">The folder is missing, or its configuration cannot be followed.</exception>
    public StaticSite(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } folder) return;
        if (!Directory.Exists(folder)) throw new InvalidOperationException($"The site's folder '{folder}' does not exist: build it first.");
        files = new PhysicalFileProvider(Path.GetFullPath(folder));
        config = StaticSiteConfig.Load(folder);
        foreach (var (extension, type) in config.MimeTypes) types.Mappings[extension] = type;
    }

    /// <summary>The middleware behind routing: answers what no endpoint was found for.</summary>
    public async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        if (files is null || http.GetEndpoint() is not null || !IsRead(http.Request) || FileFor(http.Request.Path) is not { } file)
        {
            await next(http);
            return;
        }

        foreach (var (name, value) in config.HeadersOf(http.Request.Path)) http.Response.Headers[name] = value;
        if (!types.TryGetContentType(file.Name, out var type)) type = "application/octet-stream";
        await Results.File(
            file.PhysicalPath!, type, lastModified: file.LastModified, entityTag: new($"\"{file.LastModified.Ticks:x}-{file.Length:x}\""))
            .ExecuteAsync(http);
    }

    /// <inheritdoc/>
    public void Dispose() => files?.Dispose();

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private IFileInfo? FileFor(string path) =>
        Existing(config.FileOf(path.EndsWith('/') ? path.TrimEnd('/') + DefaultDocument : path))
        ?? (config.FallbackOf(path) is { } fallback ? Existing(fallback) : null);

    private IFileInfo? Existing(string path) =>
        path != $"/{StaticSiteConfig.FileName}" && files!.GetFileInfo(path) is { Exists: true, PhysicalPath: not null } file ? file : null;
}
