using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http;

/// <summary>
/// The HTTP entity tag of a row's version. Storage's own tags are weak, and <c>If-Match</c> compares strong ones (RFC 9110, 13.1.1), so the
/// portal's tag is storage's, encoded.
/// </summary>
public static class EntityTags
{
    public static void SetETag(this HttpResponse response, ETag version) => response.Headers.ETag = ToHttp(version);

    /// <summary>The row's version as an HTTP entity tag, quotes included.</summary>
    public static string ToHttp(ETag version) => $"\"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(version.ToString("G")))}\"";

    /// <summary>
    /// The version required by <c>If-Match</c>: null without the header or with <c>*</c>; <c>bad-if-match</c> when it is not one tag issued
    /// by the portal.
    /// </summary>
    public static Result<ETag?> IfMatch(this HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header == "*") return (ETag?)null;
        return EntityTagHeaderValue.TryParse(header.ToString(), out var tag) && !tag.IsWeak && TryDecode(tag, out var version)
            ? (ETag?)new ETag(version)
            : RequestProblems.BadIfMatch;
    }

    private static bool TryDecode(EntityTagHeaderValue tag, [NotNullWhen(true)] out string? version)
    {
        var encoded = tag.Tag.AsSpan()[1..^1];
        version = Base64Url.IsValid(encoded) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : null;
        return !string.IsNullOrEmpty(version);
    }
}
