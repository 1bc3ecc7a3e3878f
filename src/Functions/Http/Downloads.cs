using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http;

/// <summary>Files as answers: kept by the browser under their name, and never shown in the portal's own place.</summary>
internal static class Downloads
{
    /// <summary>Sets the headers of a file that follows.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="name">The file's name, whatever characters it has.</param>
    /// <param name="contentType">What it is.</param>
    public static void SetDownload(this HttpResponse response, string name, string contentType)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = contentType;
    }
}
