using System.Buffers.Text;
using System.Text;
using Azure;
using Dfm.Functions.Commands;
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
    /// The versions of which <c>If-Match</c> requires one: null without the header or with <c>*</c>; <c>bad-if-match</c> when it is no list
    /// of tags, or has a strong one that the portal has not issued. Weak tags match nothing, so that a list of these is empty.
    /// </summary>
    public static Result<VersionCondition?> IfMatch(this HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header == "*") return (VersionCondition?)null;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags)) return RequestProblems.BadIfMatch;
        var versions = tags.Where(tag => !tag.IsWeak).Select(Decode).ToList();
        return tags.Count > 0 && versions.TrueForAll(version => version.Length > 0)
            ? new VersionCondition(versions.ConvertAll(version => new ETag(version)))
            : RequestProblems.BadIfMatch;
    }

    /// <summary>The version; empty when the portal has not issued the tag.</summary>
    private static string Decode(EntityTagHeaderValue tag)
    {
        var encoded = tag.Tag.AsSpan().Trim('"');
        return Base64Url.IsValid(encoded) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : "";
    }
}
