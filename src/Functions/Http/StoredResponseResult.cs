using System.Text.Json;
using Dfm.Functions.Commands;

namespace Dfm.Functions.Http;

/// <summary>The response to a command: executed for the first time, or replayed.</summary>
public sealed class StoredResponseResult(StoredResponse stored) : IResult
{
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

/// <summary>Makes responses to commands.</summary>
public static class StoredResponses
{
    /// <summary>The response that shows something.</summary>
    /// <param name="version">Null for what has none.</param>
    public static StoredResponse Of(object view, int status = StatusCodes.Status200OK, string? location = null, int? version = null) =>
        new(status, location, version, JsonSerializer.Serialize(view, PortalJson.Options));

    /// <summary>The response that shows an aggregate, with the ETag of its version.</summary>
    public static StoredResponse ToResponse(this IVersioned view, int status = StatusCodes.Status200OK, string? location = null) =>
        Of(view, status, location, view.Version);
}
