using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http;

/// <summary>File downloads: saved by the browser under their name, never rendered in the portal's origin.</summary>
public static class Downloads
{
    public static void SetDownload(this HttpResponse response, string name, string contentType)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = contentType;
    }
}
