using System.Collections.Concurrent;
using System.Net;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.Worker;
using Dfm.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>Middleware around every invocation, and what it learns of the function.</summary>
public sealed class MiddlewareTests(AzuriteFixture azurite)
{
    private readonly StorageAccount account = azurite.NewAccount();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Documented(WorkerPages.Middleware)]
    public async Task Middleware_RunsInTheOrderOfRegistration_AndHandsItemsOn()
    {
        var trace = new Trace();
        await using var app = await StartAsync(builder =>
        {
            builder.Services.AddSingleton(trace);
            builder.UseMiddleware<First>();
            builder.UseMiddleware(async (context, next) =>
            {
                trace.Steps.Enqueue("second");
                Assert.Equal("from the first", context.Items["item"]);
                await next();
                trace.Steps.Enqueue("second after");
            });
            builder.UseWhen<Never>(_ => false);
        });

        Assert.Equal("from the first", await app.Client.GetStringAsync("/api/items", Token));
        Assert.Equal(["first", "second", "second after", "first after"], trace.Steps);
    }

    [Fact]
    [Documented(WorkerPages.Middleware)]
    public async Task Middleware_SetsAResultWithoutTheFunction_ThatResultIsTheAnswer()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            context.GetInvocationResult().Value = Results.StatusCode(StatusCodes.Status403Forbidden);
            return Task.CompletedTask;
        }));

        using var answer = await app.Client.GetAsync("/api/items", Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    [Documented(WorkerPages.MiddlewareOrder)]
    public async Task Middleware_SeesTheFunctionsResult_BeforeItIsWritten()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            Assert.IsAssignableFrom<IResult>(context.GetInvocationResult().Value);
            context.GetHttpContext()!.Response.Headers["X-Behind"] = "yes";
            context.Items["item"] = "too late";
        }));

        using var answer = await app.Client.GetAsync("/api/items", Token);

        Assert.Equal("yes", answer.Headers.GetValues("X-Behind").Single());
    }

    [Fact]
    [Documented(WorkerPages.Middleware)]
    public async Task Middleware_PutsAnotherResultInThePlaceOfTheFunctions()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            context.GetInvocationResult().Value = Results.Text("another");
        }));

        Assert.Equal("another", await app.Client.GetStringAsync("/api/items", Token));
    }

    [Fact]
    [Documented(WorkerPages.Middleware)]
    public async Task UseWhen_RunsForTheInvocationsThatItsConditionNames()
    {
        var trace = new Trace();
        await using var app = await StartAsync(builder =>
        {
            builder.Services.AddSingleton(trace);
            builder.UseWhen<First>(context => context.GetHttpContext()!.Request.Query.ContainsKey("first"));
            builder.UseWhen(context => context.FunctionDefinition.Name == "Items", (_, next) =>
            {
                trace.Steps.Enqueue("by name");
                return next();
            });
        });

        await app.Client.GetStringAsync("/api/items", Token);
        Assert.Equal(["by name"], trace.Steps);
        await app.Client.GetStringAsync("/api/items?first", Token);
        Assert.Equal(["by name", "first", "by name", "first after"], trace.Steps);
    }

    [Fact]
    [Documented(WorkerPages.Middleware)]
    public async Task Middleware_RunsForEveryKindOfTrigger()
    {
        var kinds = new ConcurrentQueue<string>();
        await using var app = await TestApp.StartAsync(typeof(EveryKind), account, builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            kinds.Enqueue(context.FunctionDefinition.InputBindings.Values.First(binding => binding.Name == "trigger").Type);
        }));

        await using var client = new ServiceBusClient(account.ConnectionString);
        await using var sender = client.CreateSender("work");
        await sender.SendMessageAsync(new ServiceBusMessage("message"), Token);
        await app.Client.GetStringAsync("/api/http", Token);
        await Eventually.HoldsAsync(() => kinds.Distinct().Count() == 5);

        Assert.Equal(
            ["activityTrigger", "httpTrigger", "orchestrationTrigger", "serviceBusTrigger", "timerTrigger"], kinds.Distinct().Order());
    }

    [Fact]
    [Documented(WorkerPages.Context)]
    public async Task FunctionDefinition_TellsWhatAuthorisationReads()
    {
        FunctionDefinition? seen = null;
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            seen = context.FunctionDefinition;
            return next();
        }));

        await app.Client.GetStringAsync("/api/items", Token);

        Assert.Equal("Items", seen!.Name);
        Assert.Equal("Dfm.LocalRuntime.Tests.Worker.MiddlewareTests+Functions.Run", seen.EntryPoint);
        Assert.Equal(typeof(MiddlewareTests).Assembly.Location, seen.PathToAssembly);
        var input = Assert.Single(seen.InputBindings).Value;
        Assert.Equal(("request", "httpTrigger", BindingDirection.In), (input.Name, input.Type, input.Direction));
        Assert.Equal(["request", "context"], seen.Parameters.Select(parameter => parameter.Name));
        Assert.NotEmpty(seen.Id);
    }

    [Fact]
    public async Task Middleware_RunsForInvocationsWithoutARequest_InAScopeOfTheirOwn()
    {
        var kinds = new ConcurrentQueue<string>();
        await using var app = await StartAsync(builder =>
        {
            builder.Services.AddScoped<Disposed>();
            builder.UseMiddleware((context, next) =>
            {
                kinds.Enqueue(context.FunctionDefinition.InputBindings.Values.Single().Type);
                Assert.Null(context.GetHttpContext());
                return next();
            });
        });
        var runner = app.Services.GetRequiredService<IFunctionRunner>();

        var result = await runner.RunAsync(runner.Functions["Doubled"], 21, Token);

        Assert.Equal(42, Assert.IsType<(int Value, Disposed Scope)>(result).Value);
        Assert.True(((int Value, Disposed Scope))result! is { Scope.IsDisposed: true });
        Assert.Equal(["activityTrigger"], kinds);
    }

    [Fact]
    public async Task Runner_FailingFunction_ThrowsItsException()
    {
        await using var app = await StartAsync();
        var runner = app.Services.GetRequiredService<IFunctionRunner>();

        var failure = await Assert.ThrowsAsync<FormatException>(() => runner.RunAsync(runner.Functions["Failing"], "x", Token));

        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public async Task Runner_StaysOnTheCallersThread_UntilTheFunctionWaits()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware(async (_, next) => await next()));
        var runner = app.Services.GetRequiredService<IFunctionRunner>();
        var probe = new Probe();

        var running = runner.RunAsync(runner.Functions["Probing"], probe, Token);

        Assert.Equal(Environment.CurrentManagedThreadId, probe.Thread);
        Assert.False(running.IsCompleted);
        probe.Gate.SetResult("done");
        Assert.Equal("done", await running);
    }

    private Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder>? configure = null) =>
        TestApp.StartAsync(typeof(Functions), account, configure);

    public sealed class Trace
    {
        public ConcurrentQueue<string> Steps { get; } = new();
    }

    public sealed class Probe
    {
        public TaskCompletionSource<string> Gate { get; } = new();

        public int Thread { get; set; }
    }

    public sealed class Disposed : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    public sealed class First(Trace trace) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trace.Steps.Enqueue("first");
            context.Items["item"] = "from the first";
            await next(context);
            trace.Steps.Enqueue("first after");
        }
    }

    public sealed class Never : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
            throw new InvalidOperationException("Not asked for.");
    }

    public static class Functions
    {
        [Function("Items")]
        public static IResult Run([HttpTrigger("get", Route = "items")] HttpRequest request, FunctionContext context) =>
            Results.Text(context.Items.TryGetValue("item", out var item) ? (string)item : "");

        [Function("Doubled")]
        public static async Task<(int Value, Disposed Scope)> TwoTimes([ActivityTrigger] int number, FunctionContext context)
        {
            await Task.Yield();
            var scope = context.InstanceServices.GetRequiredService<Disposed>();
            Assert.False(scope.IsDisposed);
            return (number * 2, scope);
        }

        [Function("Failing")]
        public static string Fail([ActivityTrigger] string input) => throw new FormatException("broken");

        [Function("Probing")]
        public static async Task<string> Await([ActivityTrigger] Probe probe)
        {
            probe.Thread = Environment.CurrentManagedThreadId;
            return await probe.Gate.Task;
        }
    }

    public static class EveryKind
    {
        [Function("Http")]
        public static async Task<IResult> Http([HttpTrigger("get")] HttpRequest trigger, [DurableClient] DurableTaskClient client) =>
            Results.Text(await client.ScheduleNewOrchestrationInstanceAsync("Orchestrator", Token));

        [Function("Timer")]
        public static void Timer([TimerTrigger("0 0 0 1 1 *", UseMonitor = false, RunOnStartup = true)] TimerInfo trigger)
        {
        }

        [Function("Message")]
        public static void Message([ServiceBusTrigger("work", Connection = "ServiceBus")] string trigger)
        {
        }

        [Function("Orchestrator")]
        public static Task<string> Orchestrate([OrchestrationTrigger] TaskOrchestrationContext trigger) =>
            trigger.CallActivityAsync<string>("Activity", "x");

        [Function("Activity")]
        public static string Act([ActivityTrigger] string trigger) => trigger;
    }
}
