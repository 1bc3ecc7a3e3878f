using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;

namespace Dfm.Functions.Http;

/// <summary>ZIPs that are written while what is in them is read: however large, nothing of it is kept.</summary>
public static class ZipDownloads
{
    /// <param name="name">What the browser saves it under.</param>
    /// <param name="write">Writes the entries, one after the other.</param>
    public static async Task WriteZip(this HttpContext http, string name, Func<ZipArchive, Task> write)
    {
        http.Response.SetDownload(name, "application/zip");
        // ZipArchive writes the few bytes behind an entry synchronously, even when it is closed asynchronously.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await using var zip = await ZipArchive.CreateAsync(
            http.Response.Body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, http.RequestAborted);
        try
        {
            await write(zip);
        }
        catch
        {
            // Closed as usual, it would be a sound ZIP that lacks what was to come.
            http.Abort();
            throw;
        }
    }
}
