using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Serves the HTTP functions through ASP.NET Core's own routing.</summary>
internal sealed partial class HttpFunctions(FunctionRunner runner, ILogger<HttpFunctions> log)
{
    /// <summary>Maps every HTTP function below <paramref name="prefix"/>.</summary>
    public void Map(IEndpointRouteBuilder endpoints, IEnumerable<Function> functions, string prefix)
    {
        foreach (var function in functions)
        {
            if (function.Descriptor.Trigger is not HttpTriggerAttribute trigger)
                continue;
            var route = (trigger.Route ?? function.Descriptor.Name).TrimStart('/');
            var pattern = prefix.Length == 0 ? $"/{route}" : $"/{prefix}/{route}";
            var endpoint = trigger.Methods is { Length: > 0 } methods
                ? endpoints.MapMethods(pattern, methods.Select(method => method.ToUpperInvariant()), http => HandleAsync(function, http))
                : endpoints.Map(pattern, http => HandleAsync(function, http));
            endpoint.WithDisplayName(function.Descriptor.Name);
        }
    }

    private async Task HandleAsync(Function function, HttpContext http)
    {
        try
        {
            var invocation = new Invocation(function, http);
            await runner.RunHttpAsync(invocation);
            await WriteAsync(http, invocation.Result.Value);
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

    /// <summary>What the official integration writes; any other value is ignored, and the response stays as the function left it.</summary>
    private static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        IResult answer => answer.ExecuteAsync(http),
        IActionResult answer => answer.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };

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
}
