using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Dfm.Functions.Http;

/// <summary>
/// Refuses compressed bodies (RFC 9110, 15.5.16), whatever function reads them: the bounds of bodies and files are those of what is sent.
/// </summary>
public sealed class ContentEncodingMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || !IsEncoded(http)) return next(context);
        http.Response.Headers.AcceptEncoding = "identity";
        context.GetInvocationResult().Value = RequestProblems.Encoded.ToHttp();
        return Task.CompletedTask;
    }

    private static bool IsEncoded(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is not false
        && http.Request.Headers.GetCommaSeparatedValues("Content-Encoding").Any(coding => !IsNone(coding));

    /// <summary>Some clients name their charset here: the bytes are as they should be.</summary>
    private static bool IsNone(string coding) =>
        coding.Equals("identity", StringComparison.OrdinalIgnoreCase) || coding.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
