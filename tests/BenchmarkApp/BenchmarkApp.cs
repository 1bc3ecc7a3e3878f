using Dfm.LocalHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.BenchmarkApp;

/// <summary>The smallest function app that shows what the runtime itself costs, and its endpoint once more without the runtime.</summary>
public static class App
{
    /// <summary>The path of the endpoint.</summary>
    public const string GreetingPath = "/api/greeting";

    /// <summary>Below it, an id: an orchestration works through, and what it ends with is the answer.</summary>
    public const string WorkPath = "/api/work";

    /// <summary>Below it, an id: an orchestration begins to wait.</summary>
    public const string WaitPath = "/api/wait";

    /// <summary>Below it, an id: the waiting orchestration gets its event, and what it ends with is the answer.</summary>
    public const string WakePath = "/api/wake";

    private const string Go = "Go";
    private static readonly TimeSpan LongWait = TimeSpan.FromDays(30);

    /// <summary>The endpoint as a minimal API of ASP.NET Core.</summary>
    public static IHost Bare(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet(GreetingPath, () => Results.Json(new Greeting("Bonjour", 42)));
        return app;
    }

    /// <summary>The function app under the local host, which takes its settings from the environment.</summary>
    public static IHost Functions(LocalFunctionsHost host)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<Guard>();
        builder.UseLocalHost(host);
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    /// <summary>A small JSON.</summary>
    /// <param name="request">The request.</param>
    [Function("Greet")]
    public static IResult Greet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greeting")] HttpRequest request) =>
        Results.Json(new Greeting("Bonjour", 42));

    /// <summary>One external event and two activities.</summary>
    /// <param name="context">The orchestration.</param>
    [Function(nameof(Work))]
    public static async Task<int> Work([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var number = await context.WaitForExternalEvent<int>(Go);
        number = await context.CallActivityAsync<int>(nameof(Add), number);
        return await context.CallActivityAsync<int>(nameof(Add), number);
    }

    /// <summary>Waits for an event or a far timer, as lifecycles do.</summary>
    /// <param name="context">The orchestration.</param>
    [Function(nameof(Wait))]
    public static async Task<bool> Wait([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancellation = new CancellationTokenSource();
        var late = context.CreateTimer(LongWait, cancellation.Token);
        var come = context.WaitForExternalEvent<int>(Go);
        var first = await Task.WhenAny(late, come);
#pragma warning disable CA1849 // The official engine fails on CancelAsync.
        cancellation.Cancel();
#pragma warning restore CA1849
        return first == come;
    }

    /// <summary>Runs an orchestration from its start to its end, and answers with its result.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The orchestration.</param>
    /// <param name="client">Reaches it.</param>
    [Function("RunWork")]
    public static async Task<IResult> RunWork(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "work/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        var aborted = request.HttpContext.RequestAborted;
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(Work), null, new StartOrchestrationOptions(id), aborted);
        await client.RaiseEventAsync(id, Go, 40, aborted);
        return Results.Text((await client.WaitForInstanceCompletionAsync(id, true, aborted)).SerializedOutput);
    }

    /// <summary>Starts an orchestration that waits.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The orchestration.</param>
    /// <param name="client">Reaches it.</param>
    [Function("StartWait")]
    public static async Task<IResult> StartWait(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        var aborted = request.HttpContext.RequestAborted;
        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(Wait), new string('x', 200), new StartOrchestrationOptions(id), aborted);
        await client.WaitForInstanceStartAsync(id, aborted);
        return Results.Text("waits");
    }

    /// <summary>Wakes a waiting orchestration, and answers with its result.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The orchestration.</param>
    /// <param name="client">Reaches it.</param>
    [Function("Wake")]
    public static async Task<IResult> Wake(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wake/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        await client.RaiseEventAsync(id, Go, 1, request.HttpContext.RequestAborted);
        var ended = await client.WaitForInstanceCompletionAsync(id, true, request.HttpContext.RequestAborted);
        return Results.Text(ended.SerializedOutput);
    }

    /// <summary>An activity.</summary>
    /// <param name="number">A number.</param>
    [Function(nameof(Add))]
    public static int Add([ActivityTrigger] int number) => number + 1;

    /// <summary>What the endpoint answers.</summary>
    /// <param name="Text">A word.</param>
    /// <param name="Number">A number.</param>
    private sealed record Greeting(string Text, int Number);

    /// <summary>Looks at the request, as a guard does, and lets it pass.</summary>
    private sealed class Guard : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            if (context.GetHttpContext() is { } http) http.Items["function"] = context.FunctionDefinition.Name;
            return next(context);
        }
    }
}
