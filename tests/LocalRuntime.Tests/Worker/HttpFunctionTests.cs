using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>HTTP functions: routes, parameters, results, failures.</summary>
public sealed class HttpFunctionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Route_WithPrefixAndValues_BindsEachType()
    {
        await using var app = await StartAsync();
        var id = Guid.NewGuid();

        var answer = await app.Client.GetStringAsync($"/api/values/text/5/50000000000/{id}/true", Token);

        Assert.Equal($"text 5 50000000000 {id} True", answer);
    }

    [Theory]
    [InlineData("/api/optional/7", "7")]
    [InlineData("/api/optional", "none")]
    [InlineData("/api/rest/a/b/c", "a/b/c")]
    [InlineData("/api/Named", "by its name")]
    public async Task Route_OptionalCatchAllOrMissing_IsFound(string path, string expected)
    {
        await using var app = await StartAsync();

        Assert.Equal(expected, await app.Client.GetStringAsync(path, Token));
    }

    [Theory]
    [InlineData("GET", "/api/constrained/abc", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/regex/1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/regex/ab", HttpStatusCode.OK)]
    [InlineData("POST", "/api/constrained/1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/constrained/1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/action", HttpStatusCode.Created)]
    [InlineData("GET", "/api/notfound", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/nothing", HttpStatusCode.OK)]
    [InlineData("GET", "/api/written", HttpStatusCode.Accepted)]
    [InlineData("DELETE", "/api/any", HttpStatusCode.NoContent)]
    [InlineData("GET", "/api/unconstrained/abc", HttpStatusCode.InternalServerError)]
    public async Task Request_Answers_Status(string method, string path, HttpStatusCode expected)
    {
        await using var app = await StartAsync();

        using var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);

        Assert.Equal(expected, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Exception_Answers500WithoutBody_AndIsLogged()
    {
        await using var app = await StartAsync();

        using var answer = await app.Client.GetAsync("/api/failing", Token);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Token));
        Assert.Single(app.Log.Entries, entry => entry.Level == LogLevel.Error && entry.Failure?.Message == "secret");
    }

    [Fact]
    public async Task Exception_AfterTheAnswerBegan_BreaksTheConnection()
    {
        await using var app = await StartAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.Client.GetStringAsync("/api/half", Token));
    }

    [Fact]
    public async Task Body_LargerThanTheSetting_Answers413()
    {
        await using var app = await StartAsync(new() { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "1000" });

        using var small = await app.Client.PostAsync("/api/body", new ByteArrayContent(new byte[1000]), Token);
        using var large = await app.Client.PostAsync("/api/body", new ByteArrayContent(new byte[1001]), Token);

        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task ClientThatLeaves_SignalsTheToken_AndLogsNothing()
    {
        var gate = new Gate();
        await using var app = await TestApp.StartAsync(typeof(Functions), configure: builder => builder.Services.AddSingleton(gate));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", app.Client.BaseAddress!.Port, Token);
            await client.GetStream().WriteAsync("GET /api/waiting HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Token);
            await gate.Entered.Task.WaitAsync(Token);
        }

        await gate.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await Eventually.HoldsAsync(() => gate.Cancelled.Task.IsCompleted);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task FunctionClass_IsMadeForEachInvocation_FromItsScope()
    {
        await using var app = await TestApp.StartAsync(typeof(Functions), configure: builder => builder.Services.AddScoped<Scoped>().AddSingleton<Gate>());

        var first = await app.Client.GetFromJsonAsync<Guid[]>("/api/scoped", Token);
        var second = await app.Client.GetFromJsonAsync<Guid[]>("/api/scoped", Token);

        Assert.Equal(first![0], first[1]);
        Assert.NotEqual(first[0], second![0]);
    }

    [Fact]
    public async Task RoutePrefix_ComesFromHostJson()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""", Token);
        await using var app = await StartAsync(new() { ["LocalRuntime:HostJson"] = path });

        Assert.Equal("by its name", await app.Client.GetStringAsync("/Named", Token));
    }

    [Fact]
    public async Task Stop_FinishesTheRequestThatRuns()
    {
        var gate = new Gate();
        await using var app = await TestApp.StartAsync(typeof(Functions), configure: builder => builder.Services.AddSingleton(gate));
        var running = app.Client.GetStringAsync("/api/held", Token);
        await gate.Entered.Task.WaitAsync(Token);

        var stopping = app.Host.StopAsync(Token);
        Assert.False(stopping.IsCompleted);
        gate.Open.SetResult();

        Assert.Equal("finished", await running);
        await stopping;
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string>? settings = null) =>
        TestApp.StartAsync(typeof(Functions), null, builder => builder.Services.AddScoped<Scoped>().AddSingleton<Gate>(), settings);

    public sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Cancelled { get; } = new();

        public TaskCompletionSource Open { get; } = new();
    }

    public static class Functions
    {
        [Function("Values")]
        public static IResult Values(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values/{text}/{number}/{large}/{id}/{flag}")] HttpRequest request,
            string text,
            int number,
            long large,
            Guid id,
            bool flag,
            FunctionContext context,
            CancellationToken cancellationToken)
        {
            Assert.Same(request.HttpContext, context.GetHttpContext());
            Assert.Equal(request.HttpContext.RequestAborted, cancellationToken);
            return Results.Text($"{text} {number} {large} {id} {flag}");
        }

        [Function("Optional")]
        public static IResult Optional([HttpTrigger("get", Route = "optional/{number:int?}")] HttpRequest request, int? number) =>
            Results.Text(number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none");

        [Function("Rest")]
        public static async Task<IResult> Rest([HttpTrigger("get", Route = "rest/{*path}")] HttpRequest request, string path)
        {
            await Task.Yield();
            return Results.Text(path);
        }

        [Function("Named")]
        public static ValueTask<IResult> Named([HttpTrigger("get")] HttpRequest request) => new(Results.Text("by its name"));

        [Function("Constrained")]
        public static IResult Constrained([HttpTrigger("get", Route = "constrained/{number:int}")] HttpRequest request, int number) =>
            Results.Ok();

        [Function("Unconstrained")]
        public static IResult Unconstrained([HttpTrigger("get", Route = "unconstrained/{number}")] HttpRequest request, int number) =>
            Results.Ok();

        [Function("Regex")]
        public static IResult Regex([HttpTrigger("get", Route = "regex/{code:regex(^[a-z]+$)}")] HttpRequest request, string code) =>
            Results.Ok();

        [Function("Action")]
        public static IActionResult Action([HttpTrigger("get", Route = "action")] HttpRequest request) =>
            new ObjectResult(new { Name = "x" }) { StatusCode = 201 };

        [Function("NotFound")]
        public static async Task<IActionResult> Missing([HttpTrigger("get", Route = "notfound")] HttpRequest request)
        {
            await Task.Yield();
            return new NotFoundResult();
        }

        [Function("Nothing")]
        public static void Nothing([HttpTrigger("get", Route = "nothing")] HttpRequest request)
        {
        }

        [Function("Written")]
        public static async Task Written([HttpTrigger("get", Route = "written")] HttpRequest request)
        {
            request.HttpContext.Response.StatusCode = 202;
            await request.HttpContext.Response.WriteAsync("written");
        }

        [Function("Any")]
        public static IResult Any([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) => Results.NoContent();

        [Function("Failing")]
        public static IResult Failing([HttpTrigger("get", Route = "failing")] HttpRequest request) =>
            throw new InvalidOperationException("secret");

        [Function("Half")]
        public static async Task Half([HttpTrigger("get", Route = "half")] HttpRequest request)
        {
            request.HttpContext.Response.ContentLength = 100;
            await request.HttpContext.Response.WriteAsync("half");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("secret");
        }

        [Function("Body")]
        public static async Task<IResult> Body([HttpTrigger("post", Route = "body")] HttpRequest request)
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.Ok();
        }

        [Function("Scoped")]
        public static IResult Scopes([HttpTrigger("get", Route = "scoped")] HttpRequest request, FunctionContext context) =>
            Results.Json(new[]
            {
                request.HttpContext.RequestServices.GetRequiredService<Scoped>().Id,
                context.InstanceServices.GetRequiredService<Scoped>().Id,
            });

        /// <summary>A class whose constructor takes services.</summary>
        public sealed class WithServices(Gate gate)
        {
            [Function("Waiting")]
            public async Task<IResult> Wait(
                [HttpTrigger("get", Route = "waiting")] HttpRequest request, CancellationToken cancellationToken)
            {
                gate.Entered.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                finally
                {
                    gate.Cancelled.SetResult();
                }

                return Results.Ok();
            }

            [Function("Held")]
            public async Task<IResult> Hold([HttpTrigger("get", Route = "held")] HttpRequest request)
            {
                gate.Entered.SetResult();
                await gate.Open.Task;
                return Results.Text("finished");
            }
        }
    }
}
