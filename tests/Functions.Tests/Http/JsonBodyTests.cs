using System.Net;
using System.Text;
using Dfm.Functions.Tests.Infrastructure;

namespace Dfm.Functions.Tests.Http;

public sealed class JsonBodyTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private readonly InProcessPortal portal = shared.Portal;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"identifier\":\"a\",}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("identifier=a")]
    public async Task WhatIsNoJsonObject_IsMalformed(string body)
    {
        using var answer = await Send(body);
        await answer.IsProblem(HttpStatusCode.BadRequest, "malformed-json");
    }

    [Fact]
    public async Task AByteOrderMark_IsIgnored()
    {
        using var answer = await Send('\uFEFF' + """{"identifier":"a","password":"b"}""");
        await answer.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
    }

    [Fact]
    public async Task AText_ThatIsNoUtf8_IsNamed()
    {
        using var content = new ByteArrayContent([.. """{"identifier":"ren"""u8, 0xE9, .. "\",\"password\":\"b\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var answer = await portal.Client.PostAsync(Login, content, TestContext.Current.CancellationToken);
        await answer.RefusesFields("identifier");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, deflate")]
    public async Task ACompressedBody_IsRefused_AndTellsHowToSendIt(string coding)
    {
        using var content = Json("{}");
        content.Headers.Add("Content-Encoding", coding);
        using var answer = await portal.Client.PostAsync(Login, content, TestContext.Current.CancellationToken);

        await answer.IsProblem(HttpStatusCode.UnsupportedMediaType, "content-encoding-not-supported");
        Assert.Equal(["identity"], answer.Headers.GetValues("Accept-Encoding"));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("UTF-8")]
    public async Task ABody_WhoseCodingIsNone_IsRead(string coding)
    {
        using var content = Json("""{"identifier":"a","password":"b"}""");
        content.Headers.Add("Content-Encoding", coding);
        using var answer = await portal.Client.PostAsync(Login, content, TestContext.Current.CancellationToken);
        await answer.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
    }

    [Theory]
    [InlineData("""{"identifier":"a","password":"b","admin":true}""", "admin")]
    [InlineData("""{"identifier":5,"password":"b"}""", "identifier")]
    [InlineData("""{"identifier":"a","password":"b","password":"c"}""", "password")]
    [InlineData("""{"Identifier":"a","password":"b"}""", "Identifier")]
    [InlineData("""{"password":"b"}""", "identifier")]
    [InlineData("""{"identifier":" ","password":"b"}""", "identifier")]
    [InlineData("""{"identifier":"a","password":null}""", "password")]
    public async Task AFieldThatDoesNotFit_IsNamed(string body, string field)
    {
        using var answer = await Send(body);
        await answer.RefusesFields(field);
    }

    [Fact]
    public async Task AnotherContentType_IsUnsupported()
    {
        using var answer = await Send("{}", "text/plain");
        await answer.IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MoreThan64KiB_IsTooLarge_WithAndWithoutALength(bool chunked)
    {
        var body = $$"""{"identifier":"{{new string('a', 64 * 1024)}}","password":"b"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/auth/login") { Content = Json(body) };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await portal.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF\r\n{}")]
    [InlineData("no size\r\n{}")]
    [InlineData("2\r\n{}no end of the chunk")]
    public async Task ABodyWhoseChunksBreakTheRules_IsABadRequest(string body)
    {
        var before = portal.Logs.Lines.Count;
        var answer = await RawHttp.Post(
            portal.Client, "/api/auth/login", "Content-Type: application/json\nTransfer-Encoding: chunked", body);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"bad-request\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Logs.Lines.Skip(before), line => line.Contains("failed unexpectedly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABugAnswers500_WithATraceAndNothingElse()
    {
        // An account whose customer is missing cannot come from the import: it stands for any bug.
        await portal.AddAccount("c.delorme", "C9");
        using var answer = await Send($$"""{"identifier":"c.delorme","password":"{{InProcessPortal.Password}}"}""");

        var problem = await answer.IsProblem(HttpStatusCode.InternalServerError, "internal-error");
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("C9", body, StringComparison.Ordinal);
        Assert.NotNull(problem.Trace);
        var line = portal.Logs.Lines.First(line => line.Contains($"trace {problem.Trace}", StringComparison.Ordinal));
        Assert.Contains("C9", line, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Send(string body, string contentType = "application/json") =>
        portal.Client.PostAsync(Login, Json(body, contentType), TestContext.Current.CancellationToken);

    private static Uri Login { get; } = new("api/auth/login", UriKind.Relative);

    private static StringContent Json(string body, string contentType = "application/json") => new(body, Encoding.UTF8, contentType);
}
