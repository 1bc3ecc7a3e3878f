using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Azure;
using Dfm.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http;

/// <summary>
/// The version of a row, as HTTP knows it. Storage's own tags are weak, and <c>If-Match</c> compares strong ones (RFC 9110, 13.1.1), so
/// the portal's tag is storage's, encoded.
/// </summary>
internal static class EntityTags
{
    /// <summary>Puts the row's version on the answer.</summary>
    public static void SetETag(this HttpResponse response, ETag version) => response.Headers.ETag = ToHttp(version);

    /// <summary>The tag of something that counts its versions.</summary>
    public static ETag OfVersion(int version) => new(version.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether the caller insists on no version, or on the one that stands.</summary>
    public static bool Allows(this ETag? expected, int version) => expected is null || expected == OfVersion(version);

    /// <summary>The row's version as an HTTP entity tag, quotes included.</summary>
    public static string ToHttp(ETag version) => $"\"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(version.ToString("G")))}\"";

    /// <summary>
    /// The version that the caller insists on by <c>If-Match</c>: null without the header or with <c>*</c>; <c>bad-if-match</c> when it
    /// is not one tag of the portal's.
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
