using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>The way of a request to its function and back.</summary>
public sealed class HttpTests(WebApp app) : IClassFixture<WebApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/WNamed", "named GET")]
    [InlineData("PROPFIND", "/API/wnamed/", "named PROPFIND")]
    [InlineData("GET", "/api/w/items/7", "number 7")]
    [InlineData("GET", "/api/w/items/other", "text other")]
    [InlineData("GET", "/api/w/items/%C3%A9t%C3%A9%20%2B", "text été +")]
    [InlineData("POST", "/api/w/items/7", "changed 7 by POST")]
    [InlineData("GET", "/api/w/rest/a/b/c", "a/b/c")]
    [InlineData("GET", "/api/w/rest", "none")]
    public async Task Request_ReachesTheFunctionOfItsRouteAndMethod(string method, string path, string expected)
    {
        using var answer = await SendAsync(method, path);

        Assert.Equal((HttpStatusCode.OK, expected), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
    }

    [Theory]
    [InlineData("GET", "/api/unknown")]
    [InlineData("GET", "/api/WOff")]
    [InlineData("HEAD", "/api/w/items/7")]
    [InlineData("DELETE", "/api/w/items/7")]
    public async Task Request_OfNoEnabledFunctionsRouteAndMethod_IsNotFound(string method, string path)
    {
        using var answer = await SendAsync(method, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Function_SeesItsInvocation_TheRequestsAddresses_AndTheCallersTrace()
    {
        var seen = await Task.WhenAll(SeenAsync(), SeenAsync());

        Assert.All(seen, one => Assert.Equal(("127.0.0.1", $"https://{app.Http.BaseAddress!.Authority}"), (one["from"], one["address"])));
        Assert.All(seen, one => Assert.Equal((one["invocation"], "portal=1"), (one["header"], one["state"])));
        Assert.All(seen, one => Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", one["trace"], StringComparison.Ordinal));
        Assert.Equal(2, seen.Select(one => one["invocation"]).Except(["mine"]).Count());

        async Task<Dictionary<string, string>> SeenAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/w/seen");
            request.Headers.Add("x-ms-invocation-id", "mine");
            request.Headers.Add("X-Forwarded-For", "10.1.2.3");
            request.Headers.Add("X-Forwarded-Host", "elsewhere");
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            request.Headers.Add("tracestate", "portal=1");
            using var answer = await app.Http.SendAsync(request, Token);
            return (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(Token))!;
        }
    }

    [Fact]
    public async Task RequestBody_IsRead_WhileTheClientIsStillSendingIt()
    {
        using var client = await SendRawAsync(
            "POST /api/w/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\nConnection: close\r\n\r\nfirst\n");

        await Eventually.HoldsAsync(() => app.Meetings.Of("upload").Entered == 1);
        app.Meetings.Of("upload").Go.SetResult();
        await client.GetStream().WriteAsync("second\n"u8.ToArray(), Token);

        using var reader = new StreamReader(client.GetStream());
        Assert.EndsWith("first second", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResponseBody_ReachesTheClient_WhileTheFunctionIsStillWritingIt()
    {
        using var answer = await app.Http.GetAsync("/api/w/download", HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));

        Assert.Equal("first", await reader.ReadLineAsync(Token));
        app.Meetings.Of("download").Go.SetResult();
        Assert.Equal("second", await reader.ReadLineAsync(Token));
    }

    [Theory]
    [InlineData(WebApp.BodyLimit, false, HttpStatusCode.OK)]
    [InlineData(WebApp.BodyLimit + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(WebApp.BodyLimit + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Body_LargerThanTheSetting_IsTooLarge(int length, bool isChunked, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/w/body") { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = isChunked;

        using var answer = await app.Http.SendAsync(request, Token);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Exception_Answers500WithoutABody_IsLoggedOnce_AndTheConnectionServesOn()
    {
        // One connection, so that the second request needs the first one's.
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = app.Http.BaseAddress };

        using var answer = await client.PostAsync("/api/w/throws/secret", new StringContent("unread"), Token);

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
        Assert.Null(answer.Content.Headers.ContentType);
        Assert.Equal("number 7", await client.GetStringAsync("/api/w/items/7", Token));
        var line = Assert.Single(app.Log.Of("secret"));
        Assert.Contains("WThrows", line, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_AfterTheResponseBegan_BreaksTheConnection() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.Http.GetStringAsync("/api/w/half", Token));

    [Fact]
    public async Task ClientThatLeaves_CancelsTheFunction()
    {
        var meeting = app.Meetings.Of("leaves");
        using (await SendRawAsync("GET /api/w/held/leaves HTTP/1.1\r\nHost: x\r\n\r\n"))
            await Eventually.HoldsAsync(() => meeting.Entered == 1);

        await Eventually.HoldsAsync(() => meeting.Cancelled == 1);
        // The worker itself logs the cancellation that the function let through; the host adds nothing.
        Assert.All(app.Log.Of("WHeld"), line => Assert.StartsWith("Microsoft.Azure.Functions.Worker", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DurableClient_OfAnHttpFunction_SchedulesAndWaits()
    {
        using var answer = await app.Http.PostAsync("/api/w/schedule/world", null, Token);

        Assert.Equal("hello world", await answer.Content.ReadAsStringAsync(Token));
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path) =>
        app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);

    private async Task<TcpClient> SendRawAsync(string request)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", app.Http.BaseAddress!.Port, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        return client;
    }
}
