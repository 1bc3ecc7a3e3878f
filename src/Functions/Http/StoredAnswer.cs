using Dfm.Core;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Http;

/// <summary>An answer whose body is written already, such as the first answer to an Idempotency-Key, given for the first time or again.</summary>
/// <param name="location">Where what was made can be read, when it is one thing.</param>
/// <param name="version">Its version at that answer, when it is one thing.</param>
/// <param name="body">The body.</param>
/// <param name="status">The status.</param>
internal sealed class StoredAnswer(string? location, int? version, string body, int status = StatusCodes.Status201Created) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (location is not null) response.Headers.Location = location;
        if (version is { } counted) response.SetETag(EntityTags.OfVersion(counted));
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>The first answer again, or why not: the key was used for another body.</summary>
    public static IResult Again(FirstAnswer answer, string fingerprint) => answer.Fingerprint == fingerprint
        ? new StoredAnswer(answer.Location, answer.Version, answer.Body, answer.Status)
        : IdempotencyKey.OtherBody.ToHttp();
}
