using Dfm.Core.Text;
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

    /// <summary>One line without folders and quotes: « BL 26/118 » must not become « 118 », nor a folder « BL 26 ».</summary>
    private static string FileName(string name) =>
        PlainText.TryOneLine(name, out var line) ? line.Replace('/', '-').Replace('\\', '-').Replace('"', '\'') : "fichier";
}
