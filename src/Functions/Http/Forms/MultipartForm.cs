using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http.Forms;

/// <summary>Reads a form with files (RFC 7578) part by part, while it comes in.</summary>
public static class MultipartForm
{
    private const int ReadAhead = 64 * 1024;

    /// <summary>What separates the parts; null when the request is no such form.</summary>
    public static string? BoundaryOf(HttpRequest request) => BoundaryOf(request.ContentType);

    /// <summary>The same, of a content type.</summary>
    public static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.ToString()
            : null;

    /// <exception cref="IOException">The body breaks off.</exception>
    /// <exception cref="InvalidDataException">The body is no such form.</exception>
    public static IAsyncEnumerable<FormPart> Parts(HttpRequest request, string boundary, CancellationToken cancellationToken) =>
        Parts(request.Body, boundary, cancellationToken);

    /// <summary>The same, of a form that is stored.</summary>
    /// <exception cref="IOException">The form breaks off.</exception>
    /// <exception cref="InvalidDataException">It is no such form.</exception>
    public static async IAsyncEnumerable<FormPart> Parts(
        Stream form, string boundary, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(boundary, form, ReadAhead);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section) yield return FormPart.Of(section);
    }
}
