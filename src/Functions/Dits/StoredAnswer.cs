using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Dits;

/// <summary>201 with a body that was written before: the first answer, given for the first time or again.</summary>
/// <param name="number">The DIT.</param>
/// <param name="version">Its version at that answer.</param>
/// <param name="body">The body.</param>
internal sealed class StoredAnswer(DitNumber number, int version, string body) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = $"/api/dits/{number}";
        response.SetETag(DitView.VersionTag(version));
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>The first answer again, or why not: the key was used for another body.</summary>
    public static IResult Again(FirstAnswer answer, string fingerprint) => answer.Fingerprint == fingerprint
        ? new StoredAnswer(answer.Number, answer.Version, answer.Body)
        : IdempotencyKey.OtherBody.ToHttp();
}
