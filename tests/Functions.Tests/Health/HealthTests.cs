using System.Net;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Dfm.Functions.Health;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dfm.Functions.Tests.Health;

/// <summary>Whether the portal runs, and whether it can serve.</summary>
public sealed class HealthTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Ready_AsksStorageOnceInTenSeconds_HoweverOftenItIsAsked()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        await using var portal = await InProcessPortal.StartAsync(proxy.Account);
        var before = proxy.Requests.Count;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Status(portal, "health")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Equal(2, proxy.Requests.Count - before);
        portal.Clock.Advance(Readiness.KeptFor);
        await Status(portal, "health");
        Assert.Equal(4, proxy.Requests.Count - before);
    }

    [Fact]
    public async Task WithoutStorage_ThePortalRuns_AndIsNotReady()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        await using var portal = await InProcessPortal.StartAsync(proxy.Account);
        var refused = new StorageFault(StorageFaultKind.Refused) { Status = 403, Code = "AuthorizationFailure" };
        proxy.Fault = request => request.Service is StorageService.Blob ? refused : null;

        Assert.Equal(HttpStatusCode.OK, await Status(portal, "health/live"));
        using var response = await portal.Client.GetAsync(new Uri("/api/health", UriKind.Relative), Stop);
        await response.IsProblem(HttpStatusCode.ServiceUnavailable, "not-ready");
        Assert.Equal(Readiness.KeptFor, response.Headers.RetryAfter?.Delta);
        Assert.Contains("Sans réponse : les fichiers.", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        proxy.Fault = null;
        portal.Clock.Advance(Readiness.KeptFor);
        Assert.Equal(HttpStatusCode.OK, await Status(portal, "health"));
    }

    [Fact]
    public async Task WithoutServiceBus_ThePortalIsNotReady()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        var readiness = new Readiness(
            portal.Services.GetRequiredService<TableServiceClient>(),
            portal.Services.GetRequiredService<BlobServiceClient>(),
            new SilentServiceBus(),
            new FakeTimeProvider(),
            NullLogger<Readiness>.Instance);

        Assert.Equal(["les files d'attente"], await readiness.Unreachable());
    }

    private static async Task<HttpStatusCode> Status(InProcessPortal portal, string route)
    {
        using var response = await portal.Client.GetAsync(new Uri($"/api/{route}", UriKind.Relative), Stop);
        return response.StatusCode;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed class SilentServiceBus : ServiceBusClient
    {
        public override ServiceBusReceiver CreateReceiver(string queueName) =>
            throw new ServiceBusException("No such queue.", ServiceBusFailureReason.MessagingEntityNotFound);
    }
}
