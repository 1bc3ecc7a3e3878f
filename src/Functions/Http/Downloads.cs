using Dfm.Core.Attachments;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http;

/// <summary>File downloads: saved by the browser under their name, never rendered in the portal's origin.</summary>
public static class Downloads
{
    /// <param name="name">May contain what users entered.</param>
    public static void SetDownload(this HttpResponse response, string name, string contentType)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(FileName(name));
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = contentType;
    }

    /// <summary>« BL 26/118 » must not become « 118 », nor a folder « BL 26 ».</summary>
    private static string FileName(string name) => FileNames.Clean(name.Replace('/', '-').Replace('\\', '-'));
}
