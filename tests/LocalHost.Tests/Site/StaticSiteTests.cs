using System.Net;
using Dfm.LocalHost.Site;

namespace Dfm.LocalHost.Tests.Site;

/// <summary>A static site beside the functions, by its configuration.</summary>
public sealed class StaticSiteTests(SiteApp app) : IClassFixture<SiteApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "<p>the site</p>", "text/html", "no-cache")]
    [InlineData("/index.html", "<p>the site</p>", "text/html", "no-cache")]
    [InlineData("/dits/1000123?next=1", "<p>the site</p>", "text/html", "no-cache")]
    [InlineData("/sign-in?next=/dits", "<form></form>", "text/html", "no-cache")]
    [InlineData("/static/main.js", "run();", "text/javascript", "immutable")]
    public async Task AnAddress_IsAFileOrTheFallback_WithItsHeaders(string path, string content, string type, string cache)
    {
        using var answer = await app.Http.GetAsync(path, Token);

        Assert.Equal((HttpStatusCode.OK, content), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(cache, answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("/api/unknown")]
    [InlineData("/static/gone.js")]
    [InlineData("/../staticwebapp.config.json.js")]
    public async Task WhatTheFallbackExcludes_IsNotFound(string path)
    {
        using var answer = await app.Http.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task TheConfiguration_IsNotServed()
    {
        Assert.Equal("<p>the site</p>", await app.Http.GetStringAsync("/staticwebapp.config.json", Token));
    }

    [Fact]
    public async Task AFileThatTheBrowserHas_IsNotSentAgain()
    {
        using var first = await app.Http.GetAsync("/static/main.js", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/static/main.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await app.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/WNamed", "named GET")]
    [InlineData("GET", "/local/instance", "")]
    [InlineData("POST", "/dits", "")]
    public async Task FunctionsAndLocalPages_ComeFirst_AndOnlyReadsAreAnswered(string method, string path, string expected)
    {
        using var answer = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/static/*", "/static/a/b.js", true)]
    [InlineData("/static/*", "/statics", false)]
    [InlineData("/*.{svg,png}", "/icons/a.PNG", true)]
    [InlineData("/*.{svg,png}", "/a.pngx", false)]
    [InlineData("/login", "/Login", true)]
    public void APattern_MatchesAsAWhole(string pattern, string path, bool matches) =>
        Assert.Equal(matches, RoutePattern.Matches(pattern, path));

    [Fact]
    public void AConfigurationThatCannotBeFollowed_StopsTheStart()
    {
        var folder = Directory.CreateTempSubdirectory("site-");
        File.WriteAllText(Path.Combine(folder.FullName, "staticwebapp.config.json"), """{ "routes": [{ "route": "/a", "allowedRoles": ["admin"] }] }""");

        var failure = Assert.Throws<InvalidOperationException>(() => StaticSiteConfig.Load(folder.FullName));

        Assert.Contains("allowedRoles", failure.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
