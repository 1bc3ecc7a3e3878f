using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>What a client gets, and the log, when an invocation fails.</summary>
public sealed class HttpFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("throws")]
    [InlineData("throws-later")]
    [InlineData("constructor")]
    [InlineData("result")]
    [Documented(WorkerPages.Errors)]
    public async Task Exception_Answers500WithoutABody_AndIsLoggedOnceWithTheFunctionsName(string path)
    {
        await using var app = await TestApp.StartAsync(typeof(Failing));

        using var answer = await app.Client.GetAsync($"/api/{path}", Token);

        AssertFailed(app, answer, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    [Documented(WorkerPages.Middleware)]
    public async Task Exception_InMiddleware_FailsTheInvocationAsInTheFunction()
    {
        await using var app = await TestApp.StartAsync(
            typeof(Failing), configure: builder => builder.UseMiddleware((_, _) => throw new InvalidOperationException("secret")));

        using var answer = await app.Client.GetAsync("/api/fine", Token);

        AssertFailed(app, answer, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    [Documented(WorkerPages.Middleware)]
    public async Task Exception_OfTheFunction_ReachesMiddleware_WhichMayAnswerInstead()
    {
        await using var app = await TestApp.StartAsync(typeof(Failing), configure: builder => builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException failure) when (failure.Message == "secret")
            {
                context.GetInvocationResult().Value = Results.StatusCode(503);
            }
        }));

        using var answer = await app.Client.GetAsync("/api/throws", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Exception_AfterTheAnswerBegan_BreaksTheConnection()
    {
        await using var app = await TestApp.StartAsync(typeof(Failing));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.Client.GetStringAsync("/api/half", Token));
    }

    [Fact]
    [Documented(WorkerPages.BodySizeLimit)]
    public async Task Body_LargerThanTheSetting_Answers413()
    {
        await using var app = await TestApp.StartAsync(
            typeof(Failing), settings: new Dictionary<string, string> { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "1000" });

        using var small = await app.Client.PostAsync("/api/body", new ByteArrayContent(new byte[1000]), Token);
        using var large = await app.Client.PostAsync("/api/body", new ByteArrayContent(new byte[1001]), Token);
        using var unannounced = await app.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/body")
            {
                Content = new ByteArrayContent(new byte[1001]),
                Headers = { TransferEncodingChunked = true },
            },
            Token);

        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unannounced.StatusCode);
    }

    [Fact]
    [Documented(WorkerPages.Cancellation)]
    public async Task ClientThatLeaves_SignalsTheToken_AndLogsNothing()
    {
        var visit = new Visit();
        await using var app = await TestApp.StartAsync(typeof(Waiting), configure: builder => builder.Services.AddSingleton(visit));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", app.Client.BaseAddress!.Port, Token);
            await client.GetStream().WriteAsync("GET /api/waiting HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Token);
            await visit.Entered.Task.WaitAsync(Token);
        }

        await visit.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await app.Host.StopAsync(Token);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    private static void AssertFailed(TestApp app, HttpResponseMessage answer, string body)
    {
        Assert.Equal((HttpStatusCode.InternalServerError, ""), (answer.StatusCode, body));
        var logged = Assert.Single(app.Log.Entries, entry => entry.Level >= LogLevel.Warning);
        Assert.Equal("secret", logged.Failure!.Message);
        var function = app.Log.Entries.Single(entry => entry.Failure is not null).Text;
        Assert.Matches("^Function (Throws|ThrowsLater|Constructor|Result|Fine) failed.$", function);
    }

    public sealed class Visit
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Cancelled { get; } = new();
    }

    public static class Failing
    {
        [Function("Fine")]
        public static IResult Fine([HttpTrigger("get", Route = "fine")] HttpRequest request) => Results.Ok();

        [Function("Throws")]
        public static IResult Throw([HttpTrigger("get", Route = "throws")] HttpRequest request) =>
            throw new InvalidOperationException("secret");

        [Function("ThrowsLater")]
        public static async Task<IResult> ThrowLater([HttpTrigger("get", Route = "throws-later")] HttpRequest request)
        {
            await Task.Yield();
            throw new InvalidOperationException("secret");
        }

        [Function("Result")]
        public static IResult Result([HttpTrigger("get", Route = "result")] HttpRequest request) => new BrokenResult();

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

        public sealed class BrokenClass
        {
            public BrokenClass() => throw new InvalidOperationException("secret");

            [Function("Constructor")]
            public IResult Run([HttpTrigger("get", Route = "constructor")] HttpRequest request) => Results.Text(ToString());
        }

        private sealed class BrokenResult : IResult
        {
            public Task ExecuteAsync(HttpContext httpContext) => throw new InvalidOperationException("secret");
        }
    }

    public sealed class Waiting(Visit visit)
    {
        [Function("Waiting")]
        public async Task<IResult> Run([HttpTrigger("get", Route = "waiting")] HttpRequest request, CancellationToken cancellationToken)
        {
            visit.Entered.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                visit.Cancelled.SetResult();
            }

            return Results.Ok();
        }
    }
}
