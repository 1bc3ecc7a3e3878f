using Microsoft.Azure.Functions.Worker.Middleware;

namespace Dfm.Functions.Http;

/// <summary>Sets the headers that every response of the API has; a function may override <c>Cache-Control</c>.</summary>
public sealed class SecurityHeadersMiddleware : IFunctionsWorkerMiddleware
{
    // Of a response to another origin a page reads only what the response names here. Which origins may call is the platform's to say.
    private const string Exposed = "ETag, Location, Retry-After, Content-Disposition";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext()?.Response.Headers is { } headers)
        {
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-store";
            headers.AccessControlExposeHeaders = Exposed;
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        }

        return next(context);
    }
}
