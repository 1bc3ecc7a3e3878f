using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.Benchmarks.App;

/// <summary>The smallest function app that shows what the runtime itself costs, and its endpoint once more without the runtime.</summary>
public static class BenchmarkApp
{
    /// <summary>The name of <see cref="Work"/>.</summary>
    public const string WorkName = "Work";

    /// <summary>The name of <see cref="Wait"/>.</summary>
    public const string WaitName = "Wait";

    /// <summary>The event that both orchestrations wait for.</summary>
    public const string Go = "Go";

    /// <summary>The path of the endpoint.</summary>
    public const string GreetingPath = "/api/greeting";

    /// <summary>Below it, an id: the waiting orchestration gets its event, and what it ends with is the answer.</summary>
    public const string WakePath = "/api/wake";

    private const string AddName = "Add";
    private static readonly TimeSpan LongWait = TimeSpan.FromDays(30);

    /// <summary>A function app of this class over <paramref name="storage"/>, on <paramref name="port"/>.</summary>
    public static IHost Functions(string storage, int port, string hub)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PORT"] = $"{port}",
            ["AzureWebJobsStorage"] = storage,
            ["AzureFunctionsJobHost:extensions:durableTask:hubName"] = hub,
            ["LocalRuntime:Functions"] = $"{typeof(BenchmarkApp).Assembly.GetName().Name}:{typeof(BenchmarkApp).FullName}",
        });
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<Guard>();
        return builder.Build();
    }

    /// <summary>The same endpoint as a minimal API of ASP.NET Core, built alike.</summary>
    public static IHost Bare(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet(GreetingPath, () => Results.Json(new Greeting("Bonjour", 42)));
        return app;
    }

    /// <summary>A small JSON.</summary>
    /// <param name="request">The request.</param>
    [Function("Greet")]
    public static IResult Greet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greeting")] HttpRequest request) =>
        Results.Json(new Greeting("Bonjour", 42));

    /// <summary>One external event and two activities.</summary>
    /// <param name="context">The orchestration.</param>
    [Function(WorkName)]
    public static async Task<int> Work([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var number = await context.WaitForExternalEvent<int>(Go);
        number = await context.CallActivityAsync<int>(AddName, number);
        return await context.CallActivityAsync<int>(AddName, number);
    }

    /// <summary>Waits for an event or a far timer, as lifecycles do.</summary>
    /// <param name="context">The orchestration.</param>
    [Function(WaitName)]
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
    [Function(AddName)]
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
