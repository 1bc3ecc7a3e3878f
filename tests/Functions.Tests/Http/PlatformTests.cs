using System.Net;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Http;

/// <summary>What never reaches a function.</summary>
public sealed class PlatformTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("DELETE", "/api/dits")]
    [InlineData("GET", "/api/auth/login")]
    public async Task APathOrAMethodThatTheContractDoesNotKnow_IsNotFound_WithoutABody(string method, string path)
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await portal.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
