using System.Net;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Http;

/// <summary>What never reaches a function.</summary>
public sealed class PlatformTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task APathOrAMethodThatTheContractDoesNotKnow_IsNotFound_WithoutABody()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        foreach (var (method, path) in ((string, string)[])[("GET", "/api/nothing"), ("DELETE", "/api/dits"), ("GET", "/api/auth/login")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await portal.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }
}
