using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>What becomes of a function's result.</summary>
public sealed class HttpResultTests
{
    private const string Json = "application/json; charset=utf-8";
    private const string Problem = "application/problem+json; charset=utf-8";
    private const string Plain = "text/plain; charset=utf-8";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ok", HttpStatusCode.OK, Json, """{"name":"x"}""")]
    [InlineData("ok-text", HttpStatusCode.OK, Plain, "x")]
    [InlineData("ok-nothing", HttpStatusCode.OK, null, "")]
    [InlineData("json", HttpStatusCode.Accepted, Json, """{"name":"x"}""")]
    [InlineData("content", HttpStatusCode.Created, "text/html; charset=utf-8", "<p>x</p>")]
    [InlineData("file", HttpStatusCode.OK, "application/pdf", "stream")]
    [InlineData("status", (HttpStatusCode)418, null, "")]
    [InlineData("no-content", HttpStatusCode.NoContent, null, "")]
    [InlineData("created", HttpStatusCode.Created, Json, """{"name":"x"}""")]
    [InlineData("redirect", HttpStatusCode.Found, null, "")]
    [InlineData("bad-request", HttpStatusCode.BadRequest, Json, """{"name":"x"}""")]
    [InlineData("unauthorized", HttpStatusCode.Unauthorized, null, "")]
    [InlineData("not-found", HttpStatusCode.NotFound, null, "")]
    [InlineData("problem", HttpStatusCode.Conflict, Problem, """{"title":"Too late","status":409}""")]
    [InlineData("negotiated", HttpStatusCode.OK, Json, """{"name":"x"}""")]
    [Documented(WorkerPages.ActionResults)]
    public async Task ActionResult_IsWritten(string path, HttpStatusCode status, string? contentType, string body)
    {
        await using var app = await TestApp.StartAsync(typeof(ActionResults));

        using var answer = await GetAsync(app, path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(contentType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("created", "https://example.com/x")]
    [InlineData("redirect", "https://example.com/y")]
    [Documented(WorkerPages.ActionResults)]
    public async Task ActionResult_ThatPointsSomewhere_SetsTheLocation(string path, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(ActionResults));

        using var answer = await GetAsync(app, path);

        Assert.Equal(expected, answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("application/json", Json, "\"x\"")]
    [InlineData("text/plain", Plain, "x")]
    [InlineData("application/xml", Plain, "x")]
    [Documented(WorkerPages.ContentNegotiation)]
    public async Task ObjectResult_IsWrittenAsTheClientAccepts_OrElseAsItCanBe(string accepted, string contentType, string body)
    {
        await using var app = await TestApp.StartAsync(typeof(ActionResults));
        app.Client.DefaultRequestHeaders.Accept.ParseAdd(accepted);

        using var answer = await GetAsync(app, "ok-text");

        Assert.Equal(contentType, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("ok", HttpStatusCode.OK, Json, """{"name":"x"}""")]
    [InlineData("text", HttpStatusCode.OK, Plain, "x")]
    [InlineData("created", HttpStatusCode.Created, Json, """{"name":"x"}""")]
    [InlineData("accepted", HttpStatusCode.Accepted, null, "")]
    [InlineData("no-content", HttpStatusCode.NoContent, null, "")]
    [InlineData("status", HttpStatusCode.Forbidden, null, "")]
    [InlineData("redirect", HttpStatusCode.Moved, null, "")]
    [InlineData("bytes", HttpStatusCode.OK, "image/png", "png")]
    [InlineData("stream", HttpStatusCode.OK, "text/csv", "a;b")]
    [InlineData("problem", HttpStatusCode.BadRequest, "application/problem+json", """{"type":"about:blank","title":"No","status":400}""")]
    [InlineData("one-of/1", HttpStatusCode.OK, Json, "1")]
    [InlineData("one-of/2", HttpStatusCode.NotFound, null, "")]
    [InlineData("value-task", HttpStatusCode.OK, Plain, "later")]
    [InlineData("object", HttpStatusCode.OK, Plain, "an object")]
    [Documented(WorkerPages.ProblemDetails)]
    public async Task Result_IsWritten(string path, HttpStatusCode status, string? contentType, string body)
    {
        await using var app = await TestApp.StartAsync(typeof(HttpResults));

        using var answer = await GetAsync(app, path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(contentType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("void", HttpStatusCode.OK, "")]
    [InlineData("task", HttpStatusCode.OK, "")]
    [InlineData("null", HttpStatusCode.OK, "")]
    [InlineData("written", HttpStatusCode.Accepted, "written")]
    [Documented(WorkerPages.AspNetCore)]
    public async Task FunctionWithoutAResult_LeavesTheResponseAsItMadeIt(string path, HttpStatusCode status, string body)
    {
        await using var app = await TestApp.StartAsync(typeof(Nothing));

        using var answer = await GetAsync(app, path);

        Assert.Equal((status, body), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    [Documented(WorkerPages.MiddlewareOrder)]
    public async Task Object_ThatIsNoResult_IsNotWritten_AndSaidInTheLog()
    {
        await using var app = await TestApp.StartAsync(typeof(Nothing));

        using var answer = await GetAsync(app, "lost");

        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
        var warning = Assert.Single(app.Log.Entries, entry => entry.Level is LogLevel.Warning);
        Assert.StartsWith("Function Lost returned a System.String", warning.Text, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(TestApp app, string path)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = app.Client.BaseAddress };
        foreach (var accepted in app.Client.DefaultRequestHeaders.Accept) client.DefaultRequestHeaders.Accept.Add(accepted);
        return await client.GetAsync($"/api/{path}", Token);
    }

    public static class ActionResults
    {
        private static readonly object Body = new { Name = "x" };

        [Function("Ok")]
        public static IActionResult Ok([HttpTrigger("get", Route = "ok")] HttpRequest request) => new OkObjectResult(Body);

        [Function("OkText")]
        public static Task<IActionResult> OkText([HttpTrigger("get", Route = "ok-text")] HttpRequest request) =>
            Task.FromResult<IActionResult>(new OkObjectResult("x"));

        [Function("OkNothing")]
        public static OkResult OkNothing([HttpTrigger("get", Route = "ok-nothing")] HttpRequest request) => new();

        [Function("Json")]
        public static IActionResult AsJson([HttpTrigger("get", Route = "json")] HttpRequest request) =>
            new JsonResult(Body) { StatusCode = 202 };

        [Function("Content")]
        public static IActionResult Content([HttpTrigger("get", Route = "content")] HttpRequest request) =>
            new ContentResult { Content = "<p>x</p>", ContentType = "text/html; charset=utf-8", StatusCode = 201 };

        [Function("File")]
        public static IActionResult File([HttpTrigger("get", Route = "file")] HttpRequest request) =>
            new FileStreamResult(new MemoryStream("stream"u8.ToArray()), "application/pdf");

        [Function("Status")]
        public static IActionResult Status([HttpTrigger("get", Route = "status")] HttpRequest request) => new StatusCodeResult(418);

        [Function("NoContent")]
        public static IActionResult NoContent([HttpTrigger("get", Route = "no-content")] HttpRequest request) => new NoContentResult();

        [Function("Created")]
        public static IActionResult Created([HttpTrigger("get", Route = "created")] HttpRequest request) =>
            new CreatedResult("https://example.com/x", Body);

        [Function("Redirect")]
        public static IActionResult Redirect([HttpTrigger("get", Route = "redirect")] HttpRequest request) =>
            new RedirectResult("https://example.com/y");

        [Function("BadRequest")]
        public static IActionResult BadRequest([HttpTrigger("get", Route = "bad-request")] HttpRequest request) =>
            new BadRequestObjectResult(Body);

        [Function("Unauthorized")]
        public static IActionResult Unauthorized([HttpTrigger("get", Route = "unauthorized")] HttpRequest request) =>
            new UnauthorizedResult();

        [Function("NotFound")]
        public static async Task<NotFoundResult> NotFound([HttpTrigger("get", Route = "not-found")] HttpRequest request)
        {
            await Task.Yield();
            return new NotFoundResult();
        }

        [Function("Problem")]
        public static IActionResult AsProblem([HttpTrigger("get", Route = "problem")] HttpRequest request) =>
            new ObjectResult(new ProblemDetails { Title = "Too late", Status = 409 }) { StatusCode = 409 };

        [Function("Negotiated")]
        public static object Negotiated([HttpTrigger("get", Route = "negotiated")] HttpRequest request) => new ObjectResult(Body);
    }

    public static class HttpResults
    {
        private static readonly object Body = new { Name = "x" };

        [Function("Ok")]
        public static IResult Ok([HttpTrigger("get", Route = "ok")] HttpRequest request) => Results.Ok(Body);

        [Function("Text")]
        public static IResult Text([HttpTrigger("get", Route = "text")] HttpRequest request) => Results.Text("x");

        [Function("Created")]
        public static IResult Created([HttpTrigger("get", Route = "created")] HttpRequest request) => Results.Created("/x", Body);

        [Function("Accepted")]
        public static IResult Accepted([HttpTrigger("get", Route = "accepted")] HttpRequest request) => Results.Accepted();

        [Function("NoContent")]
        public static NoContent NoContent([HttpTrigger("get", Route = "no-content")] HttpRequest request) => TypedResults.NoContent();

        [Function("Status")]
        public static IResult Status([HttpTrigger("get", Route = "status")] HttpRequest request) => Results.StatusCode(403);

        [Function("Redirect")]
        public static IResult Redirect([HttpTrigger("get", Route = "redirect")] HttpRequest request) =>
            Results.Redirect("https://example.com", permanent: true);

        [Function("Bytes")]
        public static IResult Bytes([HttpTrigger("get", Route = "bytes")] HttpRequest request) =>
            Results.Bytes("png"u8.ToArray(), "image/png");

        [Function("Stream")]
        public static IResult Stream([HttpTrigger("get", Route = "stream")] HttpRequest request) =>
            Results.Stream(stream => stream.WriteAsync("a;b"u8.ToArray(), Token).AsTask(), "text/csv");

        [Function("Problem")]
        public static IResult AsProblem([HttpTrigger("get", Route = "problem")] HttpRequest request) =>
            Results.Problem(new ProblemDetails { Type = "about:blank", Title = "No", Status = 400 });

        [Function("OneOf")]
        public static Results<Ok<int>, NotFound> OneOf([HttpTrigger("get", Route = "one-of/{id}")] HttpRequest request, int id) =>
            id == 1 ? TypedResults.Ok(id) : TypedResults.NotFound();

        [Function("ValueTask")]
        public static async ValueTask<IResult> Later([HttpTrigger("get", Route = "value-task")] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("later");
        }

        [Function("Object")]
        public static async Task<object> AsObject([HttpTrigger("get", Route = "object")] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("an object");
        }
    }

    public static class Nothing
    {
        [Function("Void")]
        public static void OfVoid([HttpTrigger("get", Route = "void")] HttpRequest request)
        {
        }

        [Function("Task")]
        public static Task OfTask([HttpTrigger("get", Route = "task")] HttpRequest request) => Task.CompletedTask;

        [Function("Null")]
        public static IResult? OfNull([HttpTrigger("get", Route = "null")] HttpRequest request) => null;

        [Function("Written")]
        public static async ValueTask Written([HttpTrigger("get", Route = "written")] HttpRequest request)
        {
            request.HttpContext.Response.StatusCode = 202;
            await request.HttpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("written"), Token);
        }

        [Function("Lost")]
        public static object Lost([HttpTrigger("get", Route = "lost")] HttpRequest request) => "lost";
    }
}
