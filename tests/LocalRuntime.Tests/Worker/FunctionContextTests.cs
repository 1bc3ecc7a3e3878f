using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>What an invocation knows of itself, and the services it gets.</summary>
public sealed class FunctionContextTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Documented(WorkerPages.Injection)]
    public async Task FunctionClass_IsMadeForEachInvocation_FromTheInvocationsScope()
    {
        await using var app = await StartAsync();

        var first = await app.Client.GetFromJsonAsync<Guid[]>("/api/scoped", Token);
        var second = await app.Client.GetFromJsonAsync<Guid[]>("/api/scoped", Token);

        Assert.Single(first!.Distinct());
        Assert.NotEqual(first![0], second![0]);
        Assert.All(app.Services.GetRequiredService<Made>().All, scoped => Assert.True(scoped.IsDisposed));
    }

    [Fact]
    [Documented(WorkerPages.Injection)]
    public async Task StaticFunction_NeedsNoInstance()
    {
        await using var app = await StartAsync();

        Assert.Equal("static", await app.Client.GetStringAsync("/api/static", Token));
    }

    [Fact]
    [Documented(WorkerPages.Context)]
    public async Task Context_NamesFunctionAndInvocation()
    {
        await using var app = await StartAsync();

        var first = await app.Client.GetFromJsonAsync<Named>("/api/named", Token);
        var second = await app.Client.GetFromJsonAsync<Named>("/api/named", Token);

        Assert.Equal(("Named", $"{typeof(Functions).FullName}.Name"), (first!.Function, first.EntryPoint));
        Assert.Equal(first.FunctionId, second!.FunctionId);
        Assert.NotEqual(first.InvocationId, second.InvocationId);
        Assert.True(Guid.TryParse(first.InvocationId, out _));
    }

    [Fact]
    [Documented(WorkerPages.Context)]
    public async Task TraceContext_ContinuesTheCallersTrace()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        // Without somebody who listens, ASP.NET Core makes no activity.
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        await using var app = await StartAsync();
        app.Client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        app.Client.DefaultRequestHeaders.Add("tracestate", "portal=1");

        var seen = await app.Client.GetFromJsonAsync<string[]>("/api/trace", Token);

        Assert.StartsWith($"00-{Trace}-", seen![0], StringComparison.Ordinal);
        Assert.Equal("portal=1", seen[1]);
    }

    [Fact]
    [Documented(WorkerPages.Logging)]
    public async Task GetLogger_WritesUnderItsName()
    {
        await using var app = await StartAsync();

        await app.Client.GetStringAsync("/api/logged", Token);

        Assert.Equal(
            [(typeof(Functions).FullName!.Replace('+', '.'), "typed"), ("Named", "named")],
            app.Log.Entries.Where(entry => entry.Level == LogLevel.Critical).Select(entry => (entry.Category, entry.Text)));
    }

    [Fact]
    [Documented(WorkerPages.Context)]
    public async Task InstanceServices_SetByMiddleware_ServeTheFunction()
    {
        using var others = new ServiceCollection().AddSingleton<Made>().AddScoped<Scoped>().BuildServiceProvider();
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            context.InstanceServices = others;
            return next();
        }));

        await app.Client.GetFromJsonAsync<Guid[]>("/api/scoped", Token);

        Assert.NotEmpty(others.GetRequiredService<Made>().All);
        Assert.DoesNotContain(app.Services.GetRequiredService<Made>().All, scoped => scoped.IsOfTheFunction);
    }

    [Fact]
    public async Task Start_LogsNothing()
    {
        await using var app = await StartAsync();

        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Information);
    }

    private static Task<TestApp> StartAsync(Action<IFunctionsWorkerApplicationBuilder>? configure = null) =>
        TestApp.StartAsync(typeof(Functions), configure: builder =>
        {
            builder.Services.AddSingleton<Made>().AddScoped<Scoped>();
            configure?.Invoke(builder);
        });

    public sealed record Named(string Function, string EntryPoint, string FunctionId, string InvocationId);

    /// <summary>All scoped services that were made.</summary>
    public sealed class Made
    {
        public List<Scoped> All { get; } = [];
    }

    public sealed class Scoped : IDisposable
    {
        public Scoped(Made made) => made.All.Add(this);

        public Guid Id { get; } = Guid.NewGuid();

        public bool IsDisposed { get; private set; }

        public bool IsOfTheFunction { get; set; }

        public void Dispose() => IsDisposed = true;
    }

    public sealed class Functions(Scoped scoped)
    {
        [Function("Scoped")]
        public IResult Scopes([HttpTrigger("get", Route = "scoped")] HttpRequest request, FunctionContext context)
        {
            scoped.IsOfTheFunction = true;
            return Results.Json(new[]
            {
                scoped.Id,
                context.InstanceServices.GetRequiredService<Scoped>().Id,
                context.InstanceServices == request.HttpContext.RequestServices
                    ? request.HttpContext.RequestServices.GetRequiredService<Scoped>().Id : scoped.Id,
            });
        }

        [Function("Static")]
        public static IResult Static([HttpTrigger("get", Route = "static")] HttpRequest request) => Results.Text("static");

        [Function("Named")]
        public static IResult Name([HttpTrigger("get", Route = "named")] HttpRequest request, FunctionContext context) => Results.Json(
            new Named(context.FunctionDefinition.Name, context.FunctionDefinition.EntryPoint, context.FunctionId, context.InvocationId));

        [Function("Trace")]
        public static IResult Trace([HttpTrigger("get", Route = "trace")] HttpRequest request, FunctionContext context) =>
            Results.Json(new[] { context.TraceContext.TraceParent, context.TraceContext.TraceState });

        [Function("Logged")]
        public static IResult Log([HttpTrigger("get", Route = "logged")] HttpRequest request, FunctionContext context)
        {
#pragma warning disable CA1848, CA1873 // A test's two lines.
            context.GetLogger<Functions>().LogCritical("typed");
            context.GetLogger("Named").LogCritical("named");
#pragma warning restore CA1848, CA1873
            return Results.Ok();
        }
    }
}
