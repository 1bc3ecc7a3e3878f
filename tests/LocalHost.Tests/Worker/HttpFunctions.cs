using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>HTTP functions that answer.</summary>
public static class WAnswering
{
    [Function("WNamed")]
    public static IResult Named([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request) => Results.Text($"named {request.Method}");

    [Function("WOff")]
    public static IResult Off([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();

    [Function("WGet")]
    public static IResult Get([HttpTrigger("get", Route = "w/items/{id}")] HttpRequest request, string id) =>
        Results.Text($"text {id}");

    [Function("WGetNumber")]
    public static IResult GetNumber([HttpTrigger("get", Route = "w/items/{id:int}")] HttpRequest request, int id) =>
        Results.Text($"number {id}");

    [Function("WChange")]
    public static IResult Change([HttpTrigger("Post", Route = "w/items/{id}")] HttpRequest request, string id) =>
        Results.Text($"changed {id} by {request.Method}");

    [Function("WRest")]
    public static IResult Rest([HttpTrigger("get", Route = "w/rest/{*path}")] HttpRequest request, string? path) =>
        Results.Text(path ?? "none");

    [Function("WSeen")]
    public static IResult Seen([HttpTrigger("get", Route = "w/seen")] HttpRequest request, FunctionContext context) => Results.Json(
        new Dictionary<string, string?>
        {
            ["from"] = $"{request.HttpContext.Connection.RemoteIpAddress}",
            ["address"] = $"{request.Scheme}://{request.Host}",
            ["header"] = request.Headers["x-ms-invocation-id"],
            ["invocation"] = context.InvocationId,
            ["trace"] = context.TraceContext.TraceParent,
            ["state"] = context.TraceContext.TraceState,
        });
}

/// <summary>HTTP functions that fail.</summary>
public static class WFailing
{
    [Function("WThrows")]
    public static IResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, Route = "w/throws/{secret}")] HttpRequest request, string secret)
    {
        request.HttpContext.Response.ContentLength = 100;
        request.HttpContext.Response.ContentType = "text/html";
        throw new InvalidOperationException(secret);
    }

    [Function("WHalf")]
    public static async Task Half([HttpTrigger("get", Route = "w/half")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("half");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("half");
    }

    [Function("WBody")]
    public static async Task<IResult> Body([HttpTrigger("post", Route = "w/body")] HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null);
        return Results.Ok();
    }
}

/// <summary>HTTP functions that last as long as a test wants.</summary>
public sealed class WLasting(Meetings meetings)
{
    [Function("WHeld")]
    public async Task<IResult> Held(
        [HttpTrigger("get", Route = "w/held/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        await meetings.Of(name).HoldAsync(cancellationToken);
        return Results.Text("finished");
    }

    [Function("WUpload")]
    public async Task<IResult> Upload([HttpTrigger("post", Route = "w/upload")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var first = await reader.ReadLineAsync(cancellationToken);
        await meetings.Of("upload").HoldAsync(cancellationToken);
        return Results.Text($"{first} {await reader.ReadLineAsync(cancellationToken)}");
    }

    [Function("WDownload")]
    public async Task Download([HttpTrigger("get", Route = "w/download")] HttpRequest request, CancellationToken cancellationToken)
    {
        await request.HttpContext.Response.WriteAsync("first\n", cancellationToken);
        await request.HttpContext.Response.Body.FlushAsync(cancellationToken);
        await meetings.Of("download").HoldAsync(cancellationToken);
        await request.HttpContext.Response.WriteAsync("second\n", cancellationToken);
    }
}

/// <summary>A durable function, and the HTTP function that starts it.</summary>
public static class WDurable
{
    [Function("WSchedule")]
    public static async Task<IResult> Schedule(
        [HttpTrigger("post", Route = "w/schedule/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("WGreeting", name, cancellationToken);
        var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellationToken);
        return Results.Text(ended.ReadOutputAs<string>());
    }

    [Function("WGreeting")]
    public static Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>("WHello", context.GetInput<string>());

    [Function("WHello")]
    public static string Hello([ActivityTrigger] string name) => $"hello {name}";
}
