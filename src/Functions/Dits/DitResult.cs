using Dfm.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Dits;

/// <summary>A DIT as the answer to a request, with its ETag.</summary>
internal sealed class DitResult(DitView view, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetETag(DitView.VersionTag(view.Version));
        return Results.Json(view, PortalJson.Options, statusCode: status).ExecuteAsync(httpContext);
    }
}
