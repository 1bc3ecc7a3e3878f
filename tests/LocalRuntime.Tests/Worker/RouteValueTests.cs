using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>What a function's parameters are made of.</summary>
public sealed class RouteValueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("string/text", "text")]
    [InlineData("guid/0E984725-C51C-4BF4-9960-E1C80E27ABA0", "0e984725-c51c-4bf4-9960-e1c80e27aba0")]
    [InlineData("guid/0e984725c51c4bf49960e1c80e27aba0", "0e984725-c51c-4bf4-9960-e1c80e27aba0")]
    [InlineData("bool/true", "True")]
    [InlineData("byte/255", "255")]
    [InlineData("short/-5", "-5")]
    [InlineData("int/2147483647", "2147483647")]
    [InlineData("long/50000000000", "50000000000")]
    [InlineData("float/1.5", "1.5")]
    [InlineData("double/-1.5e3", "-1500")]
    [InlineData("decimal/0.10", "0.10")]
    [InlineData("datetime/2026-03-01T08:30:00", "03/01/2026 08:30:00")]
    [InlineData("datetimeoffset/2026-03-01T08:30:00+02:00", "03/01/2026 08:30:00 +02:00")]
    [Documented(WorkerPages.Converters)]
    public async Task RouteValue_BecomesTheParametersType(string path, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Types));

        Assert.Equal(expected, await app.Client.GetStringAsync($"/api/{path}", Token));
    }

    [Theory]
    [InlineData("guid/x")]
    [InlineData("bool/True")]
    [InlineData("bool/1")]
    [InlineData("byte/256")]
    [InlineData("int/007")]
    [InlineData("int/1.5")]
    [InlineData("int/x")]
    [InlineData("double/1,5")]
    [InlineData("datetime/someday")]
    [InlineData("nullable/x")]
    [Documented(WorkerPages.Converters)]
    public async Task RouteValue_ThatTheOfficialConvertersRefuse_FailsTheInvocation(string path)
    {
        await using var app = await TestApp.StartAsync(typeof(Types));

        using var answer = await app.Client.GetAsync($"/api/{path}", Token);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Single(app.Log.Entries, entry => entry.Failure is FunctionInputConverterException);
    }

    [Theory]
    [InlineData("nullable", HttpStatusCode.OK, "none")]
    [InlineData("reference", HttpStatusCode.OK, "none")]
    [InlineData("defaulted", HttpStatusCode.OK, "20")]
    [InlineData("defaulted/5", HttpStatusCode.OK, "5")]
    [InlineData("needed", HttpStatusCode.InternalServerError, "")]
    [Documented(WorkerPages.InputBinding)]
    public async Task RouteValue_Missing_IsNullOrTheDefault_OrFailsTheInvocation(string path, HttpStatusCode status, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Types));

        using var answer = await app.Client.GetAsync($"/api/{path}", Token);

        Assert.Equal((status, expected), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
    }

    [Fact]
    [Documented(WorkerPages.Parameters)]
    public async Task RouteRequestContextAndToken_AreBoundTogether()
    {
        await using var app = await TestApp.StartAsync(typeof(Types));

        Assert.Equal("a 5 same request same token", await app.Client.GetStringAsync("/api/all/a/5", Token));
    }

    public static class Types
    {
        [Function("String")]
        public static IResult OfString([HttpTrigger("get", Route = "string/{value}")] HttpRequest request, string value) => Text(value);

        [Function("Guid")]
        public static IResult OfGuid([HttpTrigger("get", Route = "guid/{value}")] HttpRequest request, Guid value) => Text(value);

        [Function("Bool")]
        public static IResult OfBool([HttpTrigger("get", Route = "bool/{value}")] HttpRequest request, bool value) => Text(value);

        [Function("Byte")]
        public static IResult OfByte([HttpTrigger("get", Route = "byte/{value}")] HttpRequest request, byte value) => Text(value);

        [Function("Short")]
        public static IResult OfShort([HttpTrigger("get", Route = "short/{value}")] HttpRequest request, short value) => Text(value);

        [Function("Int")]
        public static IResult OfInt([HttpTrigger("get", Route = "int/{value}")] HttpRequest request, int value) => Text(value);

        [Function("Long")]
        public static IResult OfLong([HttpTrigger("get", Route = "long/{value}")] HttpRequest request, long value) => Text(value);

        [Function("Float")]
        public static IResult OfFloat([HttpTrigger("get", Route = "float/{value}")] HttpRequest request, float value) => Text(value);

        [Function("Double")]
        public static IResult OfDouble([HttpTrigger("get", Route = "double/{value}")] HttpRequest request, double value) => Text(value);

        [Function("Decimal")]
        public static IResult OfDecimal([HttpTrigger("get", Route = "decimal/{value}")] HttpRequest request, decimal value) => Text(value);

        [Function("DateTime")]
        public static IResult OfDateTime([HttpTrigger("get", Route = "datetime/{value}")] HttpRequest request, DateTime value) =>
            Text(value);

        [Function("DateTimeOffset")]
        public static IResult OfOffset([HttpTrigger("get", Route = "datetimeoffset/{value}")] HttpRequest request, DateTimeOffset value) =>
            Text(value);

        [Function("Nullable")]
        public static IResult OfNullable([HttpTrigger("get", Route = "nullable/{value?}")] HttpRequest request, int? value) => Text(value);

        [Function("Reference")]
        public static IResult OfReference([HttpTrigger("get", Route = "reference/{value?}")] HttpRequest request, string? value) =>
            Text(value);

        [Function("Defaulted")]
        public static IResult OfDefault([HttpTrigger("get", Route = "defaulted/{value?}")] HttpRequest request, int value = 20) =>
            Text(value);

        [Function("Needed")]
        public static IResult OfNeeded([HttpTrigger("get", Route = "needed/{value?}")] HttpRequest request, int value) => Text(value);

        [Function("All")]
        public static IResult OfAll(
            [HttpTrigger("get", Route = "all/{text}/{number}")] HttpRequest request,
            string text,
            int number,
            FunctionContext context,
            CancellationToken cancellationToken) =>
            Text($"{text} {number} {(context.GetHttpContext() == request.HttpContext ? "same" : "another")} request "
                + $"{(context.CancellationToken == cancellationToken ? "same" : "another")} token");

        private static IResult Text(object? value) => Results.Text(Convert.ToString(value ?? "none", CultureInfo.InvariantCulture));
    }
}
