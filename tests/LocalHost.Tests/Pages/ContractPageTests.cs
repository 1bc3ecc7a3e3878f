using System.Net;
using System.Text.RegularExpressions;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Pages;

public sealed partial class ContractPageTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_ShowsTheContract_ByFilesOfThisMachineAlone()
    {
        await using var app = await Start(RepositoryRoot.PathOf("node_modules", "swagger-ui-dist"));

        using var answer = await app.Http.GetAsync(new Uri("/local/api", UriKind.Relative), Token);
        var page = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("connect-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var files = Address().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(3, files.Count);
        Assert.All(files, file => Assert.StartsWith("/local/api/", file, StringComparison.Ordinal));
        foreach (var file in files.Append("/local/api/contract.yaml"))
            Assert.NotEmpty(await app.Http.GetStringAsync(new Uri(file, UriKind.Relative), Token));
        Assert.StartsWith("openapi: 3.1", await app.Http.GetStringAsync(new Uri("/local/api/contract.yaml", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsNotThere_WithoutAContract()
    {
        await using var app = await TestHost.StartAsync(azurite.NewAccount(), []);
        using var answer = await app.Http.GetAsync(new Uri("/local/api", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<TestHost> Start(string viewer) => TestHost.StartAsync(
        azurite.NewAccount(),
        [],
        new Dictionary<string, string?> { ["LocalHost:Contract"] = RepositoryRoot.PathOf("api", "openapi.yaml"), ["LocalHost:ContractViewer"] = viewer });

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Address();
}
