using System.Net;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Pages;

public sealed class InstancePageTests(AzuriteFixture azurite)
{
    private static readonly Uri Page = new("/local/instance", UriKind.Relative);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_TellsTheNameThatTheProcessWasGiven()
    {
        await using var named = await TestHost.StartAsync(
            azurite.NewAccount(), [], new Dictionary<string, string?> { ["LocalHost:Instance"] = "this one" });
        Assert.Equal("this one", await named.Http.GetStringAsync(Page, Token));
    }

    [Fact]
    public async Task Page_IsNotThere_WithoutAName()
    {
        await using var nameless = await TestHost.StartAsync(azurite.NewAccount(), []);
        using var answer = await nameless.Http.GetAsync(Page, Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
