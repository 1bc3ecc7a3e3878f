using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Http;

/// <summary>Something that counts its versions, as the API shows it.</summary>
internal interface IVersioned
{
    /// <summary>Counts every accepted command, from 1.</summary>
    int Version { get; }
}

/// <summary>Something that counts its versions as the answer to a request, with its ETag.</summary>
internal sealed class VersionedResult(IVersioned view, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetETag(EntityTags.OfVersion(view.Version));
        return Results.Json<object>(view, PortalJson.Options, statusCode: status).ExecuteAsync(httpContext);
    }

    /// <summary>The body that shows <paramref name="view"/>, to be kept: the result itself is streamed.</summary>
    public static string Body(IVersioned view) => JsonSerializer.Serialize<object>(view, PortalJson.Options);
}
