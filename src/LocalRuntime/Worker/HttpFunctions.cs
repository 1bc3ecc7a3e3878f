using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Serves the HTTP functions through ASP.NET Core's own routing.</summary>
internal sealed partial class HttpFunctions(FunctionRunner runner, ILogger<HttpFunctions> log)
{
    /// <summary>Answers 404 where ASP.NET Core would answer 405: Azure knows no route for the wrong method.</summary>
    public static void HideOtherMethods(IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint() is null or RouteEndpoint)
            return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>Maps every HTTP function.</summary>
    public void Map(IEndpointRouteBuilder endpoints, IEnumerable<Function> functions)
    {
        foreach (var function in functions)
        {
            if (function.Route is not { } route)
                continue;
            var endpoint = endpoints.Map(route.Pattern, http => HandleAsync(function, http)).WithDisplayName(route.Function);
            if (route.Methods.Count > 0)
                endpoint.WithMetadata(new HttpMethodMetadata(route.Methods));
        }
    }

    private async Task HandleAsync(Function function, HttpContext http)
    {
        try
        {
            var invocation = new Invocation(function, http);
            await runner.RunHttpAsync(invocation);
            await WriteAsync(function, http, invocation.Result.Value);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left: nobody reads an answer, and it is nobody's error.
        }
        catch (BadHttpRequestException refused)
        {
            Answer(http, refused.StatusCode);
        }
        catch (ConnectionResetException)
        {
            // As above, noticed while reading the body.
        }
        catch (Exception failure)
        {
            LogFailure(log, failure, function.Descriptor.Name);
            Answer(http, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>Writes what the official integration writes; any other value is lost, and the response stays as the function left
    /// it.</summary>
    private Task WriteAsync(Function function, HttpContext http, object? result)
    {
        switch (result)
        {
            case IResult answer:
                return answer.ExecuteAsync(http);
            case IActionResult answer:
                return answer.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
            case not null:
                LogLostResult(log, function.Descriptor.Name, result.GetType());
                break;
        }

        return Task.CompletedTask;
    }

    private static void Answer(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed.")]
    private static partial void LogFailure(ILogger log, Exception failure, string function);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Function {Function} returned a {Type}, which is no IResult or IActionResult and goes nowhere.")]
    private static partial void LogLostResult(ILogger log, string function, Type type);
}
