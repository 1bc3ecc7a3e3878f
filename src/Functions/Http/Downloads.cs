using Dfm.Core.Attachments;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http;

/// <summary>Files: saved by the browser under their name, or shown by its viewer; never anything that it would run.</summary>
public static class Downloads
{
    /// <param name="name">May contain what users entered.</param>
    public static void SetDownload(this HttpResponse response, string name, string contentType) =>
        response.SetFile("attachment", name, contentType);

    /// <summary>A document that the browser shows in its own viewer, which may style it and run nothing.</summary>
    public static void SetInline(this HttpResponse response, string name, string contentType)
    {
        response.SetFile("inline", name, contentType);
        response.Headers.ContentSecurityPolicy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    }

    private static void SetFile(this HttpResponse response, string type, string name, string contentType)
    {
        var disposition = new ContentDispositionHeaderValue(type);
        disposition.SetHttpFileName(FileName(name));
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = contentType;
    }

    /// <summary>« BL 26/118 » must not become « 118 », nor a folder « BL 26 ».</summary>
    private static string FileName(string name) => FileNames.Clean(name.Replace('/', '-').Replace('\\', '-'));
}
