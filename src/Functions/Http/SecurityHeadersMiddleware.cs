using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Primitives;

namespace Dfm.Functions.Http;

/// <summary>Sets the headers that every response of the API has; a function may override <c>Cache-Control</c>.</summary>
public sealed class SecurityHeadersMiddleware : IFunctionsWorkerMiddleware
{
    /// <summary>In Azure the site has an origin of its own, which the platform lets in; what it may read of a response only the app can say.</summary>
    private static readonly StringValues ReadByTheSite = "ETag, Location, Retry-After";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext()?.Response.Headers is { } headers)
        {
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-store";
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            headers.AccessControlExposeHeaders = ReadByTheSite;
        }

        return next(context);
    }
}
