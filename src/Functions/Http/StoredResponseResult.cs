using System.Text.Json;
using Dfm.Functions.Commands;

namespace Dfm.Functions.Http;

/// <summary>A response whose body is serialised already: executed for the first time, or replayed.</summary>
public sealed class StoredResponseResult(StoredResponse stored) : IResult
{
    /// <summary>The response that shows <paramref name="view"/>, to store in the idempotency record.</summary>
    public static StoredResponse Of(IVersioned view, string? location = null, int status = StatusCodes.Status201Created) =>
        new(status, location, view.Version, JsonSerializer.Serialize<object>(view, PortalJson.Options));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = stored.Status;
        if (stored.Location is not null) response.Headers.Location = stored.Location;
        if (stored.Version is { } version) response.SetETag(VersionETag.Of(version));
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(stored.Body, httpContext.RequestAborted);
    }
}
