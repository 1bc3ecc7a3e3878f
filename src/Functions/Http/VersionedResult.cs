using Dfm.Functions.Commands;

namespace Dfm.Functions.Http;

/// <summary>A view of an aggregate that has a version.</summary>
public interface IVersioned
{
    /// <summary>Counts accepted commands, from 1.</summary>
    int Version { get; }
}

/// <summary>The response that shows a view, with the ETag of its version.</summary>
public sealed class VersionedResult(IVersioned view) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetETag(VersionETag.Of(view.Version));
        return Results.Json<object>(view, PortalJson.Options).ExecuteAsync(httpContext);
    }
}
