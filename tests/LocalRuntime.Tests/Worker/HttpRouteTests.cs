using System.Net;
using Dfm.LocalRuntime.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>Which function a request finds.</summary>
public sealed class HttpRouteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("int/-7", "int/7.5")]
    [InlineData("bool/TRUE", "bool/1")]
    [InlineData("datetime/2026-12-31", "datetime/today")]
    [InlineData("decimal/49.99", "decimal/x")]
    [InlineData("double/-1.5e3", "double/x")]
    [InlineData("float/1.25", "float/x")]
    [InlineData("guid/CD2C1638-1638-72D5-1638-DEADBEEF1638", "guid/cd2c1638")]
    [InlineData("long/9000000000", "long/x")]
    [InlineData("minlength/four", "minlength/two")]
    [InlineData("maxlength/four", "maxlength/fiver")]
    [InlineData("length/four", "length/fiver")]
    [InlineData("lengths/fiver", "lengths/sixfoot")]
    [InlineData("min/18", "min/17")]
    [InlineData("max/120", "max/121")]
    [InlineData("range/18", "range/121")]
    [InlineData("alpha/Rick", "alpha/R2")]
    [InlineData("regex/123-45-6789", "regex/123456789")]
    [InlineData("required/x", "required")]
    [InlineData("several/12", "several/x")]
    [InlineData("several/12", "several/9")]
    [Documented(WorkerPages.RouteConstraints)]
    public async Task Constraint_LetsInWhatFits_AndNothingElse(string fitting, string other)
    {
        await using var app = await TestApp.StartAsync(typeof(Constraints));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "GET", $"/api/{fitting}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, "GET", $"/api/{other}"));
    }

    [Theory]
    [InlineData("/api/optional/7", "7")]
    [InlineData("/api/optional", "none")]
    [InlineData("/api/default/x", "x")]
    [InlineData("/api/default", "EMPTY")]
    [InlineData("/api/rest/a/b/c", "a/b/c")]
    [InlineData("/api/rest", "none")]
    [InlineData("/api/file/report.pdf", "report pdf")]
    [InlineData("/api/text/%C3%A9t%C3%A9%20%2B", "été +")]
    [Documented(WorkerPages.RouteTemplates)]
    public async Task Parameter_OptionalDefaultCatchAllOrPart_TakesItsValue(string path, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Templates));

        Assert.Equal(expected, await app.Client.GetStringAsync(path, Token));
    }

    [Theory]
    [InlineData("/api/Named")]
    [InlineData("/api/named")]
    [InlineData("/API/NAMED")]
    [InlineData("/api/named/")]
    [Documented(WorkerPages.HttpEndpoint)]
    public async Task FunctionWithoutRoute_IsFoundByItsName_WhateverTheCase(string path)
    {
        await using var app = await TestApp.StartAsync(typeof(Templates));

        Assert.Equal("by its name", await app.Client.GetStringAsync(path, Token));
    }

    [Theory]
    [InlineData("", "/named", "/api/named")]
    [InlineData("v1", "/v1/named", "/api/named")]
    [InlineData("portal/v1", "/portal/v1/named", "/named")]
    [Documented(WorkerPages.HttpEndpoint)]
    public async Task Prefix_OfHostJson_TakesThePlaceOfApi(string prefix, string found, string gone)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""", Token);
        await using var app = await TestApp.StartAsync(
            typeof(Templates), settings: new Dictionary<string, string> { [HostJson.Setting] = path });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "GET", found));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, "GET", gone));
    }

    [Theory]
    [InlineData("GET", "got")]
    [InlineData("POST", "changed by POST")]
    [InlineData("PUT", "changed by PUT")]
    [Documented(WorkerPages.HttpAttributes)]
    public async Task TwoFunctionsOfOneRoute_EachTakeTheirMethods(string method, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Methods));

        using var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/items/1"), Token);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    [Documented(WorkerPages.WrongMethod)]
    public async Task Method_ThatNoFunctionOfTheRouteTakes_Answers404AndNot405(string method)
    {
        await using var app = await TestApp.StartAsync(typeof(Methods));

        using var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/items/1"), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Fact]
    [Documented(WorkerPages.HeadOfGet)]
    public async Task Head_OfAFunctionThatTakesGet_Answers404()
    {
        await using var app = await TestApp.StartAsync(typeof(Methods));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, "HEAD", "/api/items/1"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "HEAD", "/api/any"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    [Documented(WorkerPages.HttpAttributes)]
    public async Task FunctionWithoutMethods_TakesAnyMethod(string method)
    {
        await using var app = await TestApp.StartAsync(typeof(Methods));

        using var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/any"), Token);

        Assert.Equal(method, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/api/products/list", "list")]
    [InlineData("/api/products/7", "number 7")]
    [InlineData("/api/products/other", "text other")]
    [Documented(WorkerPages.RoutePrecedence)]
    public async Task MoreSpecificRoute_Wins_WhereItIsAlsoTheFirstByName(string path, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Precedence));

        Assert.Equal(expected, await app.Client.GetStringAsync(path, Token));
    }

    [Theory]
    [InlineData("/api/days/monday", "by name")]
    [InlineData("/api/days/1", "by number")]
    [Documented(WorkerPages.RouteConstraints)]
    public async Task RoutesOfOppositeConstraints_StandBesideEachOther(string path, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Opposites));

        Assert.Equal(expected, await app.Client.GetStringAsync(path, Token));
    }

    [Theory]
    [InlineData("AzureWebJobs.Named.Disabled", "true", HttpStatusCode.NotFound)]
    [InlineData("AzureWebJobs.named.Disabled", "True", HttpStatusCode.NotFound)]
    [InlineData("AzureWebJobs.Named.Disabled", "1", HttpStatusCode.NotFound)]
    [InlineData("AzureWebJobs_Named_Disabled", "true", HttpStatusCode.NotFound)]
    [InlineData("AzureWebJobs.Named.Disabled", "false", HttpStatusCode.OK)]
    [InlineData("AzureWebJobs.Optional.Disabled", "true", HttpStatusCode.OK)]
    [Documented(WorkerPages.Disable)]
    public async Task DisabledFunction_IsNotFound(string setting, string value, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Templates), settings: new Dictionary<string, string> { [setting] = value });

        Assert.Equal(expected, await StatusAsync(app, "GET", "/api/named"));
    }

    [Theory]
    [InlineData("function")]
    [InlineData("admin")]
    [Documented(WorkerPages.HttpAuthorisation)]
    public async Task AuthorisationLevel_IsNotAskedForLocally(string level)
    {
        await using var app = await TestApp.StartAsync(typeof(Levels));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "GET", $"/api/level-{level}"));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string method, string path)
    {
        using var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);
        return answer.StatusCode;
    }

    public static class Constraints
    {
        [Function("Int")]
        public static IResult OfInt([HttpTrigger("get", Route = "int/{value:int}")] HttpRequest request) => Results.Ok();

        [Function("Bool")]
        public static IResult Bool([HttpTrigger("get", Route = "bool/{value:bool}")] HttpRequest request) => Results.Ok();

        [Function("DateTime")]
        public static IResult Date([HttpTrigger("get", Route = "datetime/{value:datetime}")] HttpRequest request) => Results.Ok();

        [Function("Decimal")]
        public static IResult OfDecimal([HttpTrigger("get", Route = "decimal/{value:decimal}")] HttpRequest request) => Results.Ok();

        [Function("Double")]
        public static IResult OfDouble([HttpTrigger("get", Route = "double/{value:double}")] HttpRequest request) => Results.Ok();

        [Function("Float")]
        public static IResult OfFloat([HttpTrigger("get", Route = "float/{value:float}")] HttpRequest request) => Results.Ok();

        [Function("Guid")]
        public static IResult Id([HttpTrigger("get", Route = "guid/{value:guid}")] HttpRequest request) => Results.Ok();

        [Function("Long")]
        public static IResult OfLong([HttpTrigger("get", Route = "long/{value:long}")] HttpRequest request) => Results.Ok();

        [Function("MinLength")]
        public static IResult MinLength([HttpTrigger("get", Route = "minlength/{value:minlength(4)}")] HttpRequest request) => Results.Ok();

        [Function("MaxLength")]
        public static IResult MaxLength([HttpTrigger("get", Route = "maxlength/{value:maxlength(4)}")] HttpRequest request) => Results.Ok();

        [Function("Length")]
        public static IResult Length([HttpTrigger("get", Route = "length/{value:length(4)}")] HttpRequest request) => Results.Ok();

        [Function("Lengths")]
        public static IResult Lengths([HttpTrigger("get", Route = "lengths/{value:length(4,6)}")] HttpRequest request) => Results.Ok();

        [Function("Min")]
        public static IResult Min([HttpTrigger("get", Route = "min/{value:min(18)}")] HttpRequest request) => Results.Ok();

        [Function("Max")]
        public static IResult Max([HttpTrigger("get", Route = "max/{value:max(120)}")] HttpRequest request) => Results.Ok();

        [Function("Range")]
        public static IResult Range([HttpTrigger("get", Route = "range/{value:range(18,120)}")] HttpRequest request) => Results.Ok();

        [Function("Alpha")]
        public static IResult Alpha([HttpTrigger("get", Route = "alpha/{value:alpha}")] HttpRequest request) => Results.Ok();

        [Function("Regex")]
        public static IResult Regex([HttpTrigger("get", Route = @"regex/{value:regex(^\d{{3}}-\d{{2}}-\d{{4}}$)}")] HttpRequest request) =>
            Results.Ok();

        [Function("Required")]
        public static IResult Required([HttpTrigger("get", Route = "required/{value:required}")] HttpRequest request) => Results.Ok();

        [Function("Several")]
        public static IResult Several([HttpTrigger("get", Route = "several/{value:int:min(10)}")] HttpRequest request) => Results.Ok();
    }

    public static class Templates
    {
        [Function("Named")]
        public static ValueTask<IResult> Named([HttpTrigger("get")] HttpRequest request) => new(Results.Text("by its name"));

        [Function("Optional")]
        public static IResult Optional([HttpTrigger("get", Route = "optional/{number:int?}")] HttpRequest request, int? number) =>
            Results.Text(number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none");

        [Function("Default")]
        public static IResult Default([HttpTrigger("get", Route = "default/{name=EMPTY}")] HttpRequest request, string name) =>
            Results.Text(name);

        [Function("Rest")]
        public static IResult Rest([HttpTrigger("get", Route = "rest/{*path}")] HttpRequest request, string? path) =>
            Results.Text(path ?? "none");

        [Function("File")]
        public static IResult File(
            [HttpTrigger("get", Route = "file/{name}.{extension}")] HttpRequest request, string name, string extension) =>
            Results.Text($"{name} {extension}");

        [Function("Text")]
        public static IResult Text([HttpTrigger("get", Route = "text/{text}")] HttpRequest request, string text) => Results.Text(text);
    }

    public static class Methods
    {
        [Function("Get")]
        public static IResult Get([HttpTrigger("get", Route = "items/{id}")] HttpRequest request) => Results.Text("got");

        [Function("Change")]
        public static IResult Change([HttpTrigger("POST", "Put", Route = "items/{id}")] HttpRequest request) =>
            Results.Text($"changed by {request.Method}");

        [Function("Any")]
        public static IResult Any([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) =>
            Results.Text(request.Method);
    }

    public static class Precedence
    {
        [Function("AList")]
        public static IResult List([HttpTrigger("get", Route = "products/list")] HttpRequest request) => Results.Text("list");

        [Function("BByNumber")]
        public static IResult ByNumber([HttpTrigger("get", Route = "products/{id:int}")] HttpRequest request, int id) =>
            Results.Text($"number {id}");

        [Function("CByText")]
        public static IResult ByText([HttpTrigger("get", Route = "products/{id}")] HttpRequest request, string id) =>
            Results.Text($"text {id}");
    }

    public static class Opposites
    {
        [Function("ByName")]
        public static IResult ByName([HttpTrigger("get", Route = "days/{day:alpha}")] HttpRequest request) => Results.Text("by name");

        [Function("ByNumber")]
        public static IResult ByNumber([HttpTrigger("get", Route = "days/{day:int}")] HttpRequest request) => Results.Text("by number");
    }

    public static class Levels
    {
        [Function("OfFunction")]
        public static IResult OfFunction([HttpTrigger(AuthorizationLevel.Function, "get", Route = "level-function")] HttpRequest request) =>
            Results.Ok();

        [Function("OfAdmin")]
        public static IResult OfAdmin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "level-admin")] HttpRequest request) =>
            Results.Ok();
    }
}
