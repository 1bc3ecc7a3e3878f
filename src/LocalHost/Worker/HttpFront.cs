using Dfm.LocalHost.Site;
using Dfm.LocalHost.Worker.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.Worker;

/// <summary>
/// Stands before the worker's own ASP.NET Core pipeline, as the Functions host does: finds the function, starts its invocation and hands the
/// request on with the invocation's id. Serves the pages below <c>/local</c> and a static site, too.
/// </summary>
internal sealed class HttpFront(
    FunctionInvoker invoker, HttpFunctions functions, LocalPages pages, StaticSite site, IConfiguration configuration) : IStartupFilter
{
    private const string InvocationId = "x-ms-invocation-id";
    private RequestDelegate worker = null!;

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var branch = app.New();
        next(branch);
        worker = branch.Build();
        app.Use(WaitUntilPublished);
        app.UseRouting();
        app.UseCrossOrigin(configuration);
        app.Use(HideOtherMethods);
        app.Use(site.ServeAsync);
        app.UseEndpoints(endpoints =>
        {
            endpoints.DataSources.Add(functions);
            pages.Map(endpoints);
        });
    };

    /// <summary>Serves a request of an HTTP function.</summary>
    public async Task ServeAsync(LocalFunction function, HttpContext http)
    {
        var id = Guid.NewGuid().ToString();
        // A catch-all parameter without a value is null here, and missing for the function.
        var route = http.Request.RouteValues
            .Where(value => value.Value is not null)
            .Select(value => KeyValuePair.Create(value.Key, new TypedData { String = value.Value!.ToString() }))
            .ToList();
        Forward(http, id);
        var invocation = invoker.InvokeAsync(function, id, input: null, route, http.RequestAborted);
        try
        {
            await worker(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has left.
        }

        if (await invocation is { Succeeded: false, Result.Exception: var failure }) Fail(http, failure);
    }

    /// <summary>What a proxy tells the server behind it; the worker's own routing begins anew.</summary>
    private static void Forward(HttpContext http, string invocation)
    {
        var headers = http.Request.Headers;
        headers[InvocationId] = invocation;
        headers.Append("X-Forwarded-For", http.Connection.RemoteIpAddress?.ToString());
        headers["X-Forwarded-Host"] = http.Request.Host.Value;
        // What a front end before this one says stands: it knows how the client came.
        headers.TryAdd("X-Forwarded-Proto", http.Request.Scheme);
        http.SetEndpoint(null);
        http.Request.RouteValues = [];
    }

    private static void Fail(HttpContext http, RpcException? failure)
    {
        // Half an answer must not look like a whole one.
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusOf(failure);
    }

    /// <summary>500, unless the function failed because the server refused to read the request's body to its end.</summary>
    private static int StatusOf(RpcException? failure)
    {
        if (failure?.Type.EndsWith(nameof(BadHttpRequestException), StringComparison.Ordinal) is not true)
            return StatusCodes.Status500InternalServerError;
        return failure.Message.StartsWith("Request body too large", StringComparison.Ordinal)
            ? StatusCodes.Status413PayloadTooLarge
            : StatusCodes.Status400BadRequest;
    }

    private async Task WaitUntilPublished(HttpContext http, RequestDelegate next)
    {
        await functions.Published.WaitAsync(http.RequestAborted);
        await next(http);
    }

    /// <summary>Azure knows no route for a wrong method and answers 404, where ASP.NET Core answers 405.</summary>
    private static Task HideOtherMethods(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is null or RouteEndpoint) return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
